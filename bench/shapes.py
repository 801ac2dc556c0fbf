"""The four shapes beside each other: start, memory, pages in a browser, what a page and a small change cost.

    python bench/shapes.py              five runs of each in a clone of the last commit; medians, in brackets the spread
    python bench/shapes.py --runs 1

Processor times stay comparable on a busy machine, seconds by the wall do not: the load is printed beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from urllib.request import urlopen

from bench.open_shop import FIRST_OFFSET, OpenShop, souk
from bench.processor import Parts
from cli import browser, web_build
from cli.claimed_ports import claimed_offset
from cli.home import ROOT, Home
from cli.manifest import System
from cli.node import Node
from cli.progress import Progress
from cli.shape import Mfes, Services, Shape
from cli.status import look

PAGES = ("/", "/products", "/products/bud-vase", "/cart")
ASKED = 60  # renderings of a page, after as many that nobody counts
CHANGED = {"products": "product/ProductPage.tsx", "cart": "bag/MiniCart.tsx"}


class Figures(defaultdict[str, list[float]]):
    """What was measured, by its name: one value of each run."""

    def __init__(self) -> None:
        super().__init__(list)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--runs", type=int, default=5)
    runs = asked.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="souk-bench-") as folder:
        Path(folder).chmod(0o711)
        clone = Path(folder) / "souk"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        home = Home(clone / ".souk", clone)
        with Progress() as progress:
            chromium = browser.get(home, progress).environment
        with claimed_offset(home, FIRST_OFFSET) as offset:
            found = [(shape, Figures()) for shape in shapes_at(offset)]
            for run in range(runs + 1):
                for shape, figures in found:
                    measure(shape, home, chromium, figures if run else Figures())  # the first builds and fills
                print(f"round {run} of {runs}, load {os.getloadavg()[0]:.0f}", file=sys.stderr, flush=True)
    show(found)


def shapes_at(offset: int) -> list[Shape]:
    return [Shape(services, offset, mfes=mfes) for mfes, services in product(Mfes, Services)]


def measure(shape: Shape, home: Home, chromium: Mapping[str, str], figures: Figures) -> None:
    """The shapes take turns, on the same data."""
    system = shape.system(home)
    options = ["--services", shape.services, "--mfes", shape.mfes, "--port-offset", str(shape.port_offset)]
    figures["start s"].append(souk(home.root, home.folder, "up", "--detach", *options))
    try:
        shop = OpenShop(home)
        figures["memory at rest MB"].append(look(home)["memory_bytes"] / 1e6)
        for page, seen in _in_browser(shop, chromium).items():
            for name, value in seen.items():
                figures[f"`{page}` {name}"].append(value)
        figures["product page, CPU ms"].append(_page_cpu_ms(shop, system))
    finally:
        souk(home.root, home.folder, "down")
    for mfe in CHANGED if shape.services is Services.APART else ():
        figures[f"a line in {mfe}, CPU s to build"].append(_change(home, system, mfe))


def _in_browser(shop: OpenShop, chromium: Mapping[str, str]) -> dict[str, dict[str, float]]:
    for page in PAGES:
        urlopen(shop.url + page).read()  # noqa: S310 (our own shop); the gateway keeps it from then on
    command = [str(Node(shop.home).program), str(ROOT / "bench" / "seen_in_browser.mjs"), shop.url, *PAGES]
    env = Node(shop.home).env(chromium)
    ran = subprocess.run(command, cwd=shop.home.root / "e2e", env=env, capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def _page_cpu_ms(shop: OpenShop, system: System) -> float:
    """Of all parts for one rendering. The zone itself is asked, so no cache answers."""
    zone = next((one for one in system.zones if one.base_path == "/products"), system.host)
    path = f"{zone.base_path}/{system.languages[0].code}" + ("" if zone.base_path else "/products") + "/bud-vase"
    parts = Parts({part["name"]: part["pid"] for part in shop.state["parts"] if part["pid"]}, shop.state["keeper"])
    _ask(zone.url + path)
    before = parts.spent()
    _ask(zone.url + path)
    return parts.spent().since(before).total / ASKED * 1000


def _ask(address: str) -> None:
    for _ in range(ASKED):
        urlopen(address).read()  # noqa: S310 (our own shop)


def _change(home: Home, system: System, mfe: str) -> float:
    """A line more in one part, and the processor time until all that a shop serves is built."""
    file = home.root / "web" / "apps" / mfe / "src" / CHANGED[mfe]
    file.write_text(f"{file.read_text('utf-8')}\nexport const changed{time.time_ns()} = true;\n", "utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with Progress() as progress:
        web_build.build(home, system, progress)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def show(found: Sequence[tuple[Shape, Figures]]) -> None:
    titles = [f"services {shape.services}, MFEs {shape.mfes}" for shape, _ in found]
    print(f"| | {' | '.join(titles)} |\n|---|{'---:|' * len(titles)}")
    for name in dict.fromkeys(name for _, figures in found for name in figures):
        print(f"| {name} | {' | '.join(_told(figures.get(name, [])) for _, figures in found)} |")


def _told(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.1f} ({min(values):.1f}–{max(values):.1f})" if values else "–"


if __name__ == "__main__":
    main()
