"""How long the catalogue import takes: makes a Shopify file of N products (three variants each) and imports it.

    python bench/import_products.py --products 10000

Needs SOUK_PRODUCT_DATABASE_URL of a migrated database that may be filled (never a shop's own), and SOUK_MEDIA_DIR.
The issue's aim: 10,000 products in under 30 s.
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEADER = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value",
    "Option2 Name", "Option2 Value", "Variant SKU", "Variant Grams", "Variant Inventory Qty", "Variant Price",
    "Variant Compare At Price", "Image Src", "SEO Title",
)  # fmt: skip
COLOURS = ("Indigo", "Madder", "Olive", "Ivory", "Teal", "Rust", "Charcoal", "Rose", "Mustard", "Sand")
CLOTHS = ("cotton", "linen", "silk", "khadi", "wool", "denim", "jute", "chanderi", "tussar", "muslin")
THINGS = ("shirt", "kurta", "jacket", "saree", "dupatta", "tote", "cushion", "throw", "runner", "apron")
STYLES = (
    "block-print",
    "handloom",
    "embroidered",
    "quilted",
    "striped",
    "plain",
    "woven",
    "dyed",
    "pleated",
    "festive",
)
SIZES = ("S", "M", "L")


def write_file(path: Path, products: int) -> None:
    chance = random.Random(7)  # noqa: S311  the same file every time
    with path.open("w", newline="", encoding="utf-8-sig") as opened:
        rows = csv.DictWriter(opened, HEADER)
        rows.writeheader()
        for number in range(products):
            colour, cloth, thing, style = (chance.choice(words) for words in (COLOURS, CLOTHS, THINGS, STYLES))
            price = chance.randrange(200, 9000)
            for place, size in enumerate(SIZES):
                row = {
                    "Handle": f"{style}-{cloth}-{thing}-{number}", "Option1 Value": colour, "Option2 Value": size,
                    "Variant SKU": f"BENCH-{number}-{size}", "Variant Grams": "300",
                    "Variant Inventory Qty": str(chance.randrange(30)), "Variant Price": f"{price}.00",
                    "Variant Compare At Price": f"{price * 5 // 4}.00" if number % 5 == 0 else "",
                }  # fmt: skip
                if place == 0:
                    row |= {
                        "Title": f"{style} {cloth} {thing} no. {number}".capitalize(),
                        "Body (HTML)": f"<p>A <b>{style}</b> {thing} of {cloth}.</p><script>alert(1)</script>" * 3,
                        "Vendor": f"Mill {number % 40}", "Type": f"Clothing > {thing}s", "Tags": f"{cloth}, {style}",
                        "Published": "true", "Option1 Name": "Color", "Option2 Name": "Size",
                    }  # fmt: skip
                rows.writerow(row)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--products", type=int, default=10_000)
    products = arguments.parse_args().products
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "products.csv"
        write_file(file, products)
        for what in ("first", "again"):
            began = time.monotonic()
            done = subprocess.run(  # noqa: S603
                [sys.executable, "-m", "souk_product.imports", str(file)], capture_output=True, text=True, check=False
            )
            print(f"{what}: {time.monotonic() - began:.1f} s, exit {done.returncode}: {done.stdout.splitlines()[-1]}")
            if done.returncode:
                print(done.stderr, file=sys.stderr)
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
