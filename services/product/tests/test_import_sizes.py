"""How large a file may be, and how little memory it takes."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from souk_product.app import build
from souk_product.commands.imports.spool import MOST_PRODUCTS
from souk_product.settings import Settings
from souk_product.testing.imports import FakePictures, Importing
from testkit.waiting import until

HEADER = "Handle,Title,Body (HTML),Type,Option1 Name,Option1 Value,Variant SKU,Variant Price\n"
MB = 1_000_000


@pytest.fixture
async def importing(service_client: Any, tmp_path: Path) -> Importing:
    return Importing(await service_client(build, Settings), tmp_path / "media", FakePictures())


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


def written(folder: Path, *rows: str) -> Path:
    file = folder / "file.csv"
    file.write_text(HEADER + "\n".join(rows), "utf-8")
    return file


async def test_a_file_takes_less_memory_than_its_own_size(importing: Importing, tmp_path: Path, traced: None) -> None:
    body = "Woven by hand. " * 6_000
    file = written(tmp_path, *(f"mug-{n},Mug,{body},Mugs,,,MUG-{n},1" for n in range(400)))
    assert file.stat().st_size > 35 * MB
    tracemalloc.reset_peak()
    before, _ = tracemalloc.get_traced_memory()

    assert await importing.run(file)

    _, peak = tracemalloc.get_traced_memory()
    assert (peak - before) / MB < 20
    assert importing.said[-1]["products"] == 400


async def test_a_description_of_a_million_letters_is_imported_and_found_by_its_beginning(
    importing: Importing, tmp_path: Path
) -> None:
    body = " ".join(["glazed", *(f"word{n}" for n in range(95_000))])

    assert await importing.run(written(tmp_path, f"mug,Mug,{body},Mugs,,,MUG,1"))

    found = (await importing.shop.get("/products", params={"q": "glazed"})).json()["items"]
    assert [product["handle"] for product in found] == ["mug"]


async def test_a_sku_that_stands_twice_is_refused_however_far_apart(importing: Importing, tmp_path: Path) -> None:
    rows = [f"mug-{n},Mug,,Mugs,,,MUG-{n},1" for n in range(2 * MOST_PRODUCTS)]

    assert not await importing.run(written(tmp_path, *rows, "cup,Cup,,Mugs,,,MUG-0,1"))

    (problem,) = importing.problems
    assert (problem["line"], problem["cause"]) == (len(rows) + 2, "The SKU MUG-0 stands in line 2 too.")
    assert await importing.catalogue.is_empty()


async def test_rows_of_a_product_with_others_between_them_are_refused(importing: Importing, tmp_path: Path) -> None:
    rows = ("mug,Mug,,,Size,S,A,1", "cup,Cup,,,,,B,1", "mug,Mug,,,Size,L,C,1")

    assert not await importing.run(written(tmp_path, *rows))

    (problem,) = importing.problems
    assert problem["line"] == 4
    assert "mug stand in line 2 too" in problem["cause"]
    assert await importing.catalogue.is_empty()


async def test_what_was_staged_is_gone_after_every_import(importing: Importing, tmp_path: Path) -> None:
    await importing.run(written(tmp_path, "mug,Mug,,,,,A,1", "cup,Cup,,,,,A,1"))
    await importing.run(written(tmp_path, "mug,Mug,,,,,A,1"))

    assert await importing.catalogue.fetchval("select count(*) from import_skus") == 0


async def test_an_import_that_was_interrupted_leaves_whole_products_and_the_next_one_brings_the_rest(
    importing: Importing, tmp_path: Path
) -> None:
    body = "Woven by hand. " * 60_000  # three of them are a batch
    file = written(tmp_path, *(f"mug-{n},Mug,{body},Mugs,,,MUG-{n},1" for n in range(9)))
    running = asyncio.create_task(importing.run(file))
    await until(lambda: _count(importing, "products"))

    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    assert await _count(importing, "products") == await _count(importing, "variants")
    assert await _count(importing, "products") == await _count(importing, "product_cards")
    assert await importing.run(file)
    assert [await _count(importing, table) for table in ("products", "variants", "product_cards", "images")] == [9] * 4


async def _count(importing: Importing, table: str) -> int:
    return await importing.catalogue.fetchval(f"select count(*) from {table}")
