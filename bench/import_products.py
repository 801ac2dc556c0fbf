"""How long the importer takes for a Shopify file of 10,000 products with three variants each, and for the same again.

    python bench/import_products.py [--products 10000]

Goal: less than 30 s. It runs on a PostgreSQL of its own.
"""

from __future__ import annotations

import argparse

from bench.catalogue import an_empty_catalogue

GOAL_S = 30


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--products", type=int, default=10_000)
    products = arguments.parse_args().products
    with an_empty_catalogue() as catalogue:
        for which in ("first", "again"):
            imported = catalogue.load(products)
            print(f"{which}: {imported.seconds:.1f} s (goal {GOAL_S} s for 10,000): {imported.said}", flush=True)


if __name__ == "__main__":
    main()
