"""What an import refuses before anything is written, with line and reason, and how little it takes to refuse it."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from souk_product.app import build
from souk_product.commands.imports.csv_rows import MOST_BYTES, FileUnreadable
from souk_product.commands.imports.renditions import PictureUnreadable, renditions_of
from souk_product.commands.imports.report import Problem
from souk_product.commands.imports.shopify import ProductFile
from souk_product.domain.products import ProductDraft
from souk_product.domain.stock import StockPolicy
from souk_product.settings import Settings
from souk_product.testing.imports import FakePictures, Importing, a_picture
from souk_product.testing.shop import OPENED
from testkit.skus import ODD_SKUS

HEADER = "Handle,Title,Type,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src"


@dataclass
class Checked:
    products: list[ProductDraft]
    problems: list[Problem]


def check(file: Path) -> Checked:
    read = ProductFile(file, "INR", OPENED)
    return Checked([product.draft for product in read.products() if product.draft], read.problems)


def checked(folder: Path, *rows: str, header: str = HEADER) -> Checked:
    file = folder / "file.csv"
    file.write_text("\n".join([header, *rows]), "utf-8")
    return check(file)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("facets,Mug,,,,A,1,", "address of the shop itself"),
        ("mug,Mug,,,,..,1,", "cannot be part of an address"),
        ("mug,Mug,,,,A//B,1,", "cannot be part of an address"),
        ("mug,Mug,,,,A/../B,1,", "cannot be part of an address"),
        ("mug,Mug,,,,/A,1,", "cannot be part of an address"),
        ('mug,Mug,,,,"A\tB",1,', "cannot be part of an address"),
        ('mug,Mug,,,,"A\nB",1,', "cannot be part of an address"),
        ("mug,Mug,,,,A\u200bB,1,", "cannot be part of an address"),
        (f"mug,Mug,{'a>' * 1500}a,,,A,1,", "1501 levels"),
        ("mug,Mug\0,,,,A,1,", "U+0000"),
        ("mug,Mug,,,,A,1,https://pictures.example:99999/x.png", "not a web address"),
        ("mug,Mug,,,,A,1,https://a..b/x.png", "not a web address"),
        (f"mug,Mug,,,,A,1,https://{'a' * 70}.example/x.png", "not a web address"),
    ],
)
def test_what_the_shop_could_not_show_is_refused_with_its_line(tmp_path: Path, row: str, reason: str) -> None:
    (problem,) = checked(tmp_path, row).problems

    assert problem.line == 2
    assert reason in problem.cause
    assert problem.fix


@pytest.mark.parametrize("sku", [sku for sku in ODD_SKUS if not set(sku) & set(',"')])
def test_an_sku_of_other_signs_is_carried(tmp_path: Path, sku: str) -> None:
    assert not checked(tmp_path, f"mug,Mug,,,,{sku},1,").problems


def test_thirty_thousand_rows_of_one_handle_are_told_at_once(tmp_path: Path) -> None:
    began = time.process_time()

    found = checked(tmp_path, *(f"mug,Mug,,Size,{n},,1," for n in range(30_000)))

    assert any("more than 1000 rows" in problem.cause for problem in found.problems)
    assert time.process_time() - began < 3


def test_a_product_of_more_letters_than_memory_should_hold_is_refused(tmp_path: Path) -> None:
    found = checked(tmp_path, *(f"mug,Mug,{'x' * 900_000},Size,{n},,1," for n in range(20)))

    assert any(problem.line == 7 and "5000000 letters" in problem.cause for problem in found.problems)


def test_more_categories_than_a_shop_could_show_are_refused(tmp_path: Path) -> None:
    found = checked(tmp_path, *(f"mug-{n},Mug,Kind {n},,,M-{n},1," for n in range(10_001)))

    assert [problem.line for problem in found.problems] == [10_002]
    assert "10000 categories" in found.problems[0].cause


def test_a_hundred_thousand_columns_are_refused_at_once(tmp_path: Path) -> None:
    began = time.process_time()

    with pytest.raises(FileUnreadable, match="100000 columns"):
        checked(tmp_path, "mug", header=",".join(f"c{n}" for n in range(100_000)))
    assert time.process_time() - began < 3


def test_what_is_no_file_or_has_no_end_is_refused_without_reading_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with (tmp_path / "large.csv").open("wb") as large:
        large.truncate(MOST_BYTES + 1)

    for path in (Path("/dev/zero"), tmp_path / "pipe.csv", tmp_path):
        with pytest.raises(FileUnreadable, match="not an ordinary file"):
            check(path)
    with pytest.raises(FileUnreadable, match="larger than 250 MB"):
        check(tmp_path / "large.csv")


@pytest.mark.parametrize(
    ("tracker", "policy", "expected"),
    [
        ("", "deny", StockPolicy.UNTRACKED),
        ("shopify", "deny", StockPolicy.TRACKED),
        ("shopify", "", StockPolicy.TRACKED),
        ("shopify", "continue", StockPolicy.BACKORDER),
    ],
)
def test_shopifys_tracker_and_policy_keep_their_meaning(
    tmp_path: Path, tracker: str, policy: str, expected: StockPolicy
) -> None:
    header = "Handle,Title,Variant Price,Variant Inventory Tracker,Variant Inventory Policy"

    (product,) = checked(tmp_path, f"mug,Mug,1,{tracker},{policy}", header=header).products

    assert product.variants[0].stock_policy is expected


def test_a_picture_taller_than_its_format_allows_is_refused() -> None:
    with pytest.raises(PictureUnreadable, match="too tall"):
        renditions_of(a_picture(40, 17_000))


class BreakingPictures(FakePictures):
    async def fetch(self, source: str) -> object:  # type: ignore[override]
        if source.endswith("bad.png"):
            raise RuntimeError("a codec fell over")
        return await super().fetch(source)


async def test_a_picture_that_breaks_is_reported_and_the_others_are_kept(
    service_client: object, tmp_path: Path
) -> None:
    shop = await service_client(build, Settings)  # type: ignore[operator]
    importing = Importing(shop, tmp_path / "media", BreakingPictures())
    file = tmp_path / "file.csv"
    rows = ("mug,Mug,,,,A,1,https://p.example/bad.png", "cup,Cup,,=Size=,②,B/1 ?,1,https://p.example/good.png")
    file.write_text("\n".join([HEADER, *rows]), "utf-8")

    assert await importing.run(file)

    assert [(problem["line"], problem["level"]) for problem in importing.problems] == [(2, "warning")]
    assert "placeholder" not in (await importing.view("cup"))["images"][0]["url"]
    facets = (await shop.get("/products/facets")).json()["facets"]
    assert [value["value"] for facet in facets if facet["key"] == "option.=Size=" for value in facet["values"]] == ["②"]
    assert len((await shop.get("/products", params={"option.=Size=": "②"})).json()["items"]) == 1
    assert (await shop.as_admin().patch("/variants/B%2F1%20%3F", json={"price": 200})).json()["sku"] == "B/1 ?"
