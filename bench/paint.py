"""How soon a phone sees a page: Lighthouse's phone preset (slow 4G, a four times slower processor), median of five.

    python bench/paint.py                      opens a shop of its own: home, listing, product, bag
    python bench/paint.py --home FOLDER        measures the one that runs from that SOUK_HOME
    python bench/paint.py --runs 3 --only cart

What misses its goal is marked, and the command ends with 1 then. Each page is asked for once before, so the gateway has
it. Lighthouse comes from the npm registry the first time. Run it with nothing beside: a busy machine makes blocking
times many times longer and paints later. The load is printed beside them, and so is what Lighthouse found the processor
to be (1,000 and more on a quick machine).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.request import urlopen

from bench.open_shop import OpenShop, a_shop
from cli import browser
from cli.node import Node

LIGHTHOUSE = "lighthouse@13"
PRODUCT = "block-print-cotton-kurta"
PAGES = {"home": "/", "listing": "/products", "product": f"/products/{PRODUCT}", "cart": "/cart"}
FIGURES = {
    "LCP s": ("largest-contentful-paint", 1000),
    "FCP s": ("first-contentful-paint", 1000),
    "blocking ms": ("total-blocking-time", 1),
    "layout shift": ("cumulative-layout-shift", 1),
    "main thread ms": ("mainthread-work-breakdown", 1),
    "KB": ("total-byte-weight", 1024),
}
LCP_S = {"home": 1.8, "listing": 2.0, "product": 1.8, "cart": 2.0}
MOST = {"blocking ms": 150.0, "layout shift": 0.0}
LEAST_PERFORMANCE = 97
SHOWN_AS_NONE = 0.005  # of layout shift


def chromium(shop: OpenShop) -> str:
    found = browser.find(shop.home).whole
    if not found:
        raise SystemExit("No Chromium on PATH. Install one (Debian: apt-get install chromium), then run this again.")
    return found


def audit(shop: OpenShop, path: str) -> dict[str, float]:
    node = Node(shop.home)
    command = [
        str(node.pnpm), "dlx", LIGHTHOUSE, shop.url + path, "--quiet", "--output=json", "--only-categories=performance",
        "--chrome-flags=--headless --no-sandbox",
    ]  # fmt: skip
    env = node.env({"CHROME_PATH": chromium(shop)})
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"Lighthouse ended with exit code {done.returncode}:\n{done.stderr[-2000:]}")
    return figures_of(json.loads(done.stdout))


def figures_of(report: Mapping[str, Any]) -> dict[str, float]:
    audits = report["audits"]
    figures = {name: audits[audit]["numericValue"] / unit for name, (audit, unit) in FIGURES.items()}
    performance = report["categories"]["performance"]["score"] * 100
    return {"performance": performance, **figures, "processor": report["environment"]["benchmarkIndex"]}


def missed(page: str, median: Mapping[str, float]) -> set[str]:
    over = {name for name, most in {**MOST, "LCP s": LCP_S[page]}.items() if median[name] > most + SHOWN_AS_NONE}
    return over | ({"performance"} if median["performance"] < LEAST_PERFORMANCE else set())


def measure(shop: OpenShop, runs: int, pages: Sequence[str]) -> bool:
    """Whether every goal was reached."""
    print(f"{'':10}" + "".join(f"{name:>16}" for name in ("performance", *FIGURES, "processor", "load")))
    reached = True
    for page in pages:
        with urlopen(shop.url + PAGES[page]) as answer:  # noqa: S310 (our own shop)
            answer.read()
        audits = [audit(shop, PAGES[page]) for _ in range(runs)]
        median = {figure: statistics.median(one[figure] for one in audits) for figure in audits[0]}
        late = missed(page, median)
        told = "".join(f"{median[name]:15.2f}{'*' if name in late else ' '}" for name in median)
        print(f"{page:10}{told}{os.getloadavg()[0]:15.2f}", flush=True)
        reached = reached and not late
    print("All goals are reached." if reached else "* misses its goal.")
    return reached


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--home", help="a running shop's SOUK_HOME")
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--only", choices=PAGES)
    arguments = asked.parse_args()
    with a_shop(at=arguments.home) as shop:
        reached = measure(shop, arguments.runs, [arguments.only] if arguments.only else list(PAGES))
    sys.exit(0 if reached else 1)


if __name__ == "__main__":
    main()
