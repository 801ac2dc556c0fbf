"""How soon a phone sees a page: Lighthouse's phone preset (slow 4G, a four times slower processor), median of several.

    python bench/paint.py                      opens a shop of its own
    python bench/paint.py --home FOLDER        measures the one that runs from that SOUK_HOME
    python bench/paint.py --runs 3 --only cart

Lighthouse comes from the npm registry the first time. A busy machine makes blocking times many times longer and paints
later: the load is printed beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
from collections.abc import Mapping
from typing import Any

from bench.open_shop import OpenShop, a_shop
from cli.node import Node

LIGHTHOUSE = "lighthouse@13"
PRODUCT = "block-print-cotton-kurta"
PAGES = {"home": "/", "listing": "/products", "product": f"/products/{PRODUCT}", "cart": "/cart"}
FIGURES = {
    "LCP s": ("largest-contentful-paint", 1000),
    "FCP s": ("first-contentful-paint", 1000),
    "blocking ms": ("total-blocking-time", 1),
    "layout shift": ("cumulative-layout-shift", 1),
    "KB": ("total-byte-weight", 1024),
}


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        raise SystemExit("No Chromium on PATH. Install one (Debian: apt-get install chromium), then run this again.")
    return found


def audit(shop: OpenShop, path: str) -> dict[str, float]:
    node = Node(shop.home)
    command = [
        str(node.pnpm), "dlx", LIGHTHOUSE, shop.url + path, "--quiet", "--output=json", "--only-categories=performance",
        "--chrome-flags=--headless --no-sandbox",
    ]  # fmt: skip
    done = subprocess.run(
        command, env=node.env({"CHROME_PATH": chromium()}), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"Lighthouse ended with exit code {done.returncode}:\n{done.stderr[-2000:]}")
    return figures_of(json.loads(done.stdout))


def figures_of(report: Mapping[str, Any]) -> dict[str, float]:
    audits = report["audits"]
    figures = {name: audits[audit]["numericValue"] / unit for name, (audit, unit) in FIGURES.items()}
    return {"performance": report["categories"]["performance"]["score"] * 100, **figures}


def measure(shop: OpenShop, runs: int, only: str | None) -> None:
    print(f"{'':10}" + "".join(f"{name:>14}" for name in ("performance", *FIGURES, "load")))
    for name, path in PAGES.items():
        if only and only not in name:
            continue
        audits = [audit(shop, path) for _ in range(runs)]
        medians = (statistics.median(one[figure] for one in audits) for figure in audits[0])
        print(f"{name:10}" + "".join(f"{median:14.2f}" for median in (*medians, os.getloadavg()[0])), flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--home", help="a running shop's SOUK_HOME")
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--only", choices=PAGES)
    arguments = asked.parse_args()
    with a_shop(at=arguments.home) as shop:
        measure(shop, arguments.runs, arguments.only)


if __name__ == "__main__":
    main()
