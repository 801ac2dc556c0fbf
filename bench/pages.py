"""JavaScript of every page, gzipped: what loads first, and what mounted pieces of other MFEs bring after it.

    python bench/pages.py

Reads the last web build, by the same rules as ./souk check, which fails when a page goes over.
"""

from __future__ import annotations

from cli.check import budgets
from cli.home import ROOT
from cli.manifest import load


def main() -> None:
    system = load(ROOT / "souk.toml")
    for title, loads in (("first load", budgets.first_loads(system)), ("federated", budgets.federated_loads(system))):
        print(title)
        for load_of_page in loads:
            print(f"  {load_of_page.page:32}{load_of_page.kilobytes:7.1f} KB of {load_of_page.budget}")


if __name__ == "__main__":
    main()
