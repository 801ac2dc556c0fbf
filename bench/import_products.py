"""How long the importer takes for a Shopify file of 10,000 products with three variants each, and for the same again.

    python bench/import_products.py [--products 10000]
    python bench/import_products.py --megabytes 200     how much memory a large file takes: long descriptions

Goals: less than 30 s for 10,000 products; less than 300 MB of memory, whatever the file. It runs on a PostgreSQL of
its own.
"""

from __future__ import annotations

import argparse

from bench.catalogue import an_empty_catalogue

GOAL_S = 30
GOAL_MB = 300
LETTERS = 20_000  # of a description, in a file that is large
BYTES_OF_PRODUCT = LETTERS + 1000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--products", type=int, default=10_000)
    arguments.add_argument("--megabytes", type=int)
    asked = arguments.parse_args()
    products, letters = asked.products, 0
    if asked.megabytes:
        products, letters = asked.megabytes * 1_000_000 // BYTES_OF_PRODUCT, LETTERS
    with an_empty_catalogue() as catalogue:
        for which in ("first", "again"):
            imported = catalogue.load(products, letters)
            megabytes = (catalogue.folder / "products.csv").stat().st_size / 1e6
            print(
                f"{which}: a file of {megabytes:.0f} MB in {imported.seconds:.1f} s (goal {GOAL_S} s for 10,000), "
                f"{imported.peak_mb:.0f} MB of memory (goal {GOAL_MB}): {imported.said}",
                flush=True,
            )


if __name__ == "__main__":
    main()
