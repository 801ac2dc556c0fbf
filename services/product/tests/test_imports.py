"""A catalogue file from Shopify, from the file to the page."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from souk_product.app import build
from souk_product.commands.imports.csv_rows import FileUnreadable
from souk_product.settings import Settings
from souk_product.testing.imports import FakePictures, Importing
from testkit.system import SHOP_ENV

EXPORT = Path(__file__).parent / "shopify_export.csv"


@pytest.fixture
async def importing(service_client: Any, tmp_path: Path) -> Importing:
    return Importing(await service_client(build, Settings), tmp_path / "media", FakePictures())


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Path]:
    """The export with some texts replaced."""

    def write(replacements: dict[str, str], encoding: str = "utf-8") -> Path:
        text = EXPORT.read_text("utf-8")
        for old, new in replacements.items():
            assert old in text
            text = text.replace(old, new)
        file = tmp_path / "changed.csv"
        file.write_bytes(text.encode(encoding))
        return file

    return write


async def test_rows_of_a_handle_become_one_product(importing: Importing) -> None:
    assert await importing.run(EXPORT)

    view = await importing.view("river-shirt")
    assert [crumb["name"] for crumb in view["breadcrumbs"]] == ["Clothing", "Shirts"]
    assert [option["name"] for option in view["options"]] == ["Colour", "Size"]
    assert [value["value"] for value in view["options"][0]["values"]] == ["Ocean blue", "Sand"]
    blue, large, sand = view["variants"]
    assert (blue["sku"], blue["price"]["amount"], blue["compare_at"]["amount"]) == ("RS-B-M", 129_900, 159_900)
    assert (large["price"]["amount"], large["available"]) == (129_950, False)
    assert sand["sku"].startswith("RIVER-SHIRT-")
    assert sand["compare_at"] is None  # a price before the sale that is lower is none
    assert view["tags"] == ["men", "summer"]
    assert view["seo"] == {"title": "A river of a shirt", "description": "Woven by the river."}
    assert importing.said[-1] | {"seconds": 0} == {
        "event": "done", "products": 3, "variants": 5, "hidden": 1, "pictures": 4, "placeholders": 0, "refused": 0,
        "seconds": 0,
    }  # fmt: skip


async def test_html_keeps_its_structure_and_loses_what_acts(importing: Importing) -> None:
    await importing.run(EXPORT)

    assert (await importing.view("river-shirt"))["description_html"] == "<p>Soft <b>cotton</b>.</p>"
    assert (await importing.view("clay-cup"))["description_html"] == "<p>Thrown &amp; fired.</p>"


async def test_a_product_without_options_or_type_takes_its_first_tag(importing: Importing) -> None:
    await importing.run(EXPORT)

    cup = await importing.view("clay-cup")
    assert cup["options"] == []
    assert cup["category"] == {"slug": "kitchen", "name": "Kitchen"}
    assert cup["default_sku"] == cup["variants"][0]["sku"]
    assert cup["image"]["url"].startswith("/media/products/placeholder-")


async def test_unpublished_products_stay_hidden(importing: Importing) -> None:
    await importing.run(EXPORT)

    assert (await importing.shop.get("/products/old-bell")).status_code == 404
    assert len((await importing.shop.get("/products")).json()["items"]) == 2


async def test_pictures_come_in_their_order_with_renditions(importing: Importing) -> None:
    await importing.run(EXPORT)

    view = await importing.view("river-shirt")
    assert [image["alt"] for image in view["images"]] == ["Front", "Back", "Detail", "River Shirt"]
    assert [variant["image_index"] for variant in view["variants"]] == [3, 3, None]
    image = view["images"][0]
    assert [rendition["width"] for rendition in image["srcset"]] == [400, 800]
    assert (image["width"], image["height"], image["color"]) == (800, 1000, "#c82828")
    for rendition in image["srcset"]:
        with Image.open(importing.media / rendition["url"].removeprefix("/media/")) as file:
            assert (file.format, file.width) == ("WEBP", rendition["width"])


async def test_a_missing_picture_is_told_and_comes_with_the_next_import(importing: Importing) -> None:
    importing.pictures.missing = {"https://pictures.example/shirt-front.jpg"}

    assert await importing.run(EXPORT)
    first = (await importing.view("river-shirt"))["images"][0]
    assert "placeholder" in first["url"]
    assert [(problem["line"], problem["level"]) for problem in importing.problems] == [(4, "warning")]

    importing.pictures = FakePictures()
    assert await importing.run(EXPORT)
    assert importing.pictures.asked == ["https://pictures.example/shirt-front.jpg"]  # the others are kept
    assert "placeholder" not in (await importing.view("river-shirt"))["images"][0]["url"]


async def test_the_same_file_again_changes_nothing(importing: Importing) -> None:
    await importing.run(EXPORT)
    before = await importing.view("river-shirt")

    await importing.run(EXPORT)

    assert await importing.view("river-shirt") == before
    assert await importing.catalogue.fetchval("select count(*) from variants") == 5


async def test_what_a_file_does_not_change_is_neither_written_nor_announced(importing: Importing) -> None:
    await importing.run(EXPORT)
    marks = "select handle, xmin::text as mark from products order by handle"
    before = {row["handle"]: row["mark"] for row in await importing.catalogue.fetch(marks)}
    await importing.shop.as_admin().patch("/variants/RS-B-M", json={"price": 500})
    await importing.catalogue.execute("delete from kit_outbox")

    await importing.run(EXPORT)

    after = {row["handle"]: row["mark"] for row in await importing.catalogue.fetch(marks)}
    assert {handle for handle in after if after[handle] != before[handle]} == {"river-shirt"}
    announced = await importing.catalogue.fetch("select body from kit_outbox")
    assert [json.loads(row["body"])["handle"] for row in announced] == ["river-shirt"]
    assert (await importing.view("river-shirt"))["variants"][0]["price"]["amount"] == 129_900


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("River Shirt", "Lake Shirt"),
        ("Soft", "Hard"),
        ("River Mill,Clothing", "Lake Mill,Clothing"),
        ("Clothing > Shirts", "Clothing > Tops"),
        ("men, summer", "men"),
        ("Woven by the river", "Woven by the lake"),
        ("Ocean blue", "Ocean green"),
        ("RS-B-M,210", "RS-B-M,211"),
        ("210,4,1299.00", "210,5,1299.00"),
        ("1599.00", "1699.00"),
        ("shirt-back.jpg,2,Back", "shirt-back.jpg,2,Behind"),
    ],
)
async def test_whatever_a_file_changes_is_written(
    importing: Importing, changed: Callable[..., Path], old: str, new: str
) -> None:
    await importing.run(EXPORT)
    mark = "select xmin::text from products where handle = 'river-shirt'"
    before = await importing.catalogue.fetchval(mark)

    await importing.run(changed({old: new}))

    assert await importing.catalogue.fetchval(mark) != before


async def test_a_changed_file_changes_the_product_and_drops_variants_that_left(
    importing: Importing, changed: Callable[..., Path]
) -> None:
    await importing.run(EXPORT)
    without = {"river-shirt,,,,,,,,Sand,,M,,210,-3,1299,1200,,,,,,\n": "", "River Shirt": "Lake Shirt"}

    await importing.run(changed(without))

    view = await importing.view("river-shirt")
    assert view["title"] == "Lake Shirt"
    assert len(view["variants"]) == 2


async def test_stock_in_a_file_counts_what_is_held_for_open_orders_too(importing: Importing) -> None:
    await importing.run(EXPORT)
    order = importing.shop.as_service("order")
    await order.put("/reservations/o-1", json={"lines": [{"sku": "RS-B-M", "quantity": 3}]})

    await importing.run(EXPORT)

    offers = (await order.get("/offers", params={"sku": "RS-B-M"})).json()["items"]
    assert offers[0]["stock"] == 1
    await order.post("/reservations/o-1/release")
    assert (await order.get("/offers", params={"sku": "RS-B-M"})).json()["items"][0]["stock"] == 4


async def test_buyers_and_an_import_at_once_never_oversell_nor_block_each_other(
    importing: Importing, changed: Callable[..., Path]
) -> None:
    await importing.run(EXPORT)
    order = importing.shop.as_service("order")
    without = changed({"river-shirt,,,,,,,,Ocean blue,,L,RS-B-L,220,0,1299.50": "river-shirt,,,,,,,,,,,,,,"})
    wanted = {"lines": [{"sku": "RS-B-M", "quantity": 1}, {"sku": "clay-cup", "quantity": 1}]}
    cup = (await importing.view("clay-cup"))["default_sku"]
    wanted["lines"][1]["sku"] = cup

    buyers = asyncio.gather(*(order.put(f"/reservations/o-{n}", json=wanted) for n in range(16)))
    answers, *_ = await asyncio.gather(buyers, importing.run(without), importing.run(EXPORT))

    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201] * 4 + [409] * 12
    offers = (await order.get("/offers", params={"sku": ["RS-B-M", cup]})).json()["items"]
    assert {offer["sku"]: offer["stock"] for offer in offers} == {"RS-B-M": 0, cup: 3}


async def test_every_wrong_row_is_told_and_nothing_is_written(
    importing: Importing, changed: Callable[..., Path]
) -> None:
    file = changed(
        {
            "1299.50": "12,99",
            ",Sand,,M,,": ",Sand,,,RS-B-M,",
            "clay-cup,Clay Cup": "clay-cup,",
            ",false,": ",perhaps,",
            "https://pictures.example/shirt-detail.jpg": "file:///etc/passwd",
        }
    )
    file.write_text(file.read_text("utf-8").replace("12,99", '"12,99"'), "utf-8")

    assert not await importing.run(file)

    assert sorted(problem["line"] for problem in importing.problems) == [4, 5, 5, 6, 7, 8]
    assert all(problem["cause"] and problem["fix"] and problem["level"] == "error" for problem in importing.problems)
    assert await importing.catalogue.is_empty()
    assert importing.said[-1]["refused"] == 6


async def test_a_sku_of_another_product_in_the_shop_is_refused(
    importing: Importing, changed: Callable[..., Path]
) -> None:
    await importing.run(EXPORT)

    assert not await importing.run(changed({"river-shirt": "lake-shirt"}))

    assert [problem["line"] for problem in importing.problems] == [2, 4]
    assert "river-shirt" in importing.problems[0]["cause"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
async def test_a_byte_order_mark_makes_no_difference(
    importing: Importing, changed: Callable[..., Path], encoding: str
) -> None:
    assert await importing.run(changed({}, encoding))


async def test_a_file_that_is_no_product_csv_says_what_is_missing(importing: Importing, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("Name,Email\n#1,a@example.com\n", "utf-8")
    (tmp_path / "latin.csv").write_bytes("Handle,Title,Variant Price\ncup,Café,1\n".encode("latin-1"))

    with pytest.raises(FileUnreadable, match="Handle, Title, Variant Price"):
        await importing.run(tmp_path / "orders.csv")
    with pytest.raises(FileUnreadable, match="Line 2 is not UTF-8"):
        await importing.run(tmp_path / "latin.csv")


def test_the_door_says_json_lines_and_ends_with_a_code(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "souk_product.commands.imports", str(tmp_path / "no.csv")],
        env={**SHOP_ENV, "SOUK_PRODUCT_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [event["event"] for event in said] == ["progress", "problem", "done"]
