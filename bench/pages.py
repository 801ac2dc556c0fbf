"""JavaScript of every page, gzipped: what loads first, and what mounted pieces of other MFEs bring after it.

    python bench/pages.py                      reads the last web build, by the same rules as ./souk check
    python bench/pages.py --in-all             and counts in a browser what a product page loads until it is read to its
                                               end and put into the bag, in a shop of its own
    python bench/pages.py --in-all --home FOLDER   or in the shop that runs from that SOUK_HOME

./souk check fails when a page goes over its budget; the story that counts in a browser is weight.spec.ts.
"""

from __future__ import annotations

import argparse
import subprocess

from bench.open_shop import OpenShop, a_shop
from cli import browser
from cli.check import budgets
from cli.home import ROOT
from cli.manifest import load
from cli.node import Node


def print_builds() -> None:
    system = load(ROOT / "souk.toml")
    for title, loads in (("first load", budgets.first_loads(system)), ("federated", budgets.federated_loads(system))):
        print(title)
        for load_of_page in loads:
            print(f"  {load_of_page.page:32}{load_of_page.kilobytes:7.1f} KB of {load_of_page.budget}")


def in_all(shop: OpenShop) -> int:
    node = Node(shop.home)
    command = [str(node.pnpm), "exec", "playwright", "test", "weight"]
    where = {"SOUK_E2E_URL": shop.url, "SOUK_CHROMIUM": browser.find(shop.home).quick or ""}
    return subprocess.run(command, cwd=ROOT / "e2e", env=node.env(where), check=False).returncode


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--in-all", action="store_true")
    asked.add_argument("--home", help="a running shop's SOUK_HOME")
    arguments = asked.parse_args()
    print_builds()
    if arguments.in_all:
        with a_shop(at=arguments.home) as shop:
            raise SystemExit(in_all(shop))


if __name__ == "__main__":
    main()
