"""A Shopify file of many products, three variants each, and a database that holds them; the same ones every time."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import os
import random
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kit.data.migrations import migrate, migrations_of
from local.postgres import PostgresServer
from local.programs import free_port
from testkit.system import SHOP_ENV

HEADER: tuple[str, ...] = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value",
    "Option2 Name", "Option2 Value", "Variant SKU", "Variant Grams", "Variant Inventory Qty", "Variant Price",
    "Variant Compare At Price", "Image Src", "SEO Title",
)  # fmt: skip
COLOURS = ("Indigo", "Madder", "Olive", "Ivory", "Teal", "Rust", "Charcoal", "Rose", "Mustard", "Sand")
CLOTHS = ("cotton", "linen", "silk", "khadi", "wool", "denim", "jute", "chanderi", "tussar", "muslin")
THINGS = ("shirt", "kurta", "jacket", "saree", "dupatta", "tote", "cushion", "throw", "runner", "apron")
STYLES = (
    "block-print", "handloom", "embroidered", "quilted", "striped", "plain", "woven", "dyed", "pleated", "festive",
)  # fmt: skip
SIZES = ("S", "M", "L")
FEW = range(30)


@dataclass(frozen=True)
class Imported:
    seconds: float
    peak_mb: float  # resident memory of the import's process
    said: str


@dataclass(frozen=True)
class Catalogue:
    """A migrated database of the product service alone."""

    url: str
    folder: Path

    def load(self, products: int, letters: int = 0) -> Imported:
        """By the importer that operators use; each description has so many letters more."""
        file = self.folder / "products.csv"
        if not file.exists():
            write_file(file, products, letters)
        env = {name: value for name, value in os.environ.items() if not name.startswith("SOUK_")}
        env |= SHOP_ENV | {"SOUK_PRODUCT_DATABASE_URL": self.url, "SOUK_MEDIA_DIR": str(self.folder / "media")}
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "souk_product.commands.imports", str(file)],
            env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"The import ended with exit code {done.returncode}: {done.stdout}{done.stderr}")
        # Of all children that have ended, and no other is nearly as large.
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        return Imported(time.monotonic() - began, peak / 1e6, done.stdout.splitlines()[-1])


@contextlib.contextmanager
def an_empty_catalogue() -> Iterator[Catalogue]:
    with tempfile.TemporaryDirectory(prefix="souk-bench-") as folder:
        Path(folder).chmod(0o711)
        server = PostgresServer(Path(folder) / "postgres", free_port(), secrets.token_hex(8))
        process = server.start()
        try:
            asyncio.run(migrate(server.url, migrations_of("product")))
            yield Catalogue(server.url, Path(folder))
        finally:
            server.stop(process)


def write_file(path: Path, products: int, letters: int = 0, sizes: Sequence[str] = SIZES, stock: range = FEW) -> None:
    chance = random.Random(7)  # noqa: S311  the same file every time
    with path.open("w", newline="", encoding="utf-8-sig") as opened:
        rows = csv.DictWriter(opened, HEADER)
        rows.writeheader()
        for number in range(products):
            colour, cloth, thing, style = (chance.choice(words) for words in (COLOURS, CLOTHS, THINGS, STYLES))
            price = chance.randrange(200, 9000)
            for place, size in enumerate(sizes):
                row = {
                    "Handle": f"{style}-{cloth}-{thing}-{number}", "Option1 Value": colour, "Option2 Value": size,
                    "Variant SKU": f"BENCH-{number}-{size}", "Variant Grams": "300",
                    "Variant Inventory Qty": str(chance.choice(stock)), "Variant Price": f"{price}.00",
                    "Variant Compare At Price": f"{price * 5 // 4}.00" if number % 5 == 0 else "",
                }  # fmt: skip
                if place == 0:
                    row |= {
                        "Title": f"{style} {cloth} {thing} no. {number}".capitalize(),
                        "Body (HTML)": f"<p>A <b>{style}</b> {thing} of {cloth}.</p><script>alert(1)</script>" * 3
                        + f"<p>{' '.join(chance.choices(CLOTHS, k=letters // 6))}</p>",
                        "Vendor": f"Mill {number % 40}", "Type": f"Clothing > {thing}s", "Tags": f"{cloth}, {style}",
                        "Published": "true", "Option1 Name": "Color", "Option2 Name": "Size",
                    }  # fmt: skip
                rows.writerow(row)
