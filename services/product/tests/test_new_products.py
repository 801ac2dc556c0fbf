"""Products that the shop has not seen are written by another way than known ones, and what comes of it is the same."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from souk_product.app import build
from souk_product.commands.imports.spool import MOST_PRODUCTS
from souk_product.domain.products import SkuTaken
from souk_product.settings import Settings
from souk_product.testing.imports import FakePictures, Importing
from souk_product.testing.shop import FOUR, a_product, put_on_sale
from testkit.system import SHOP_ENV
from testkit.waiting import until

ROWS = {
    "products": "handle, title, description_html, tags, options, attributes, published, created_at, updated_at",
    "variants": "sku, position, options, price, compare_at, currency, stock, stock_policy, image_position",
    "images": "position, source, url, alt, srcset, placeholder",
    "stock_movements": "sku, change, reason, at",
    "product_cards": "handle, categories, terms, price, available, standing, words, search::text, card::jsonb - 'id'",
    "facet_bits": "facet, value, plane, bit_count(bits)",
}


@pytest.fixture
async def importing(service_client: Any, tmp_path: Path) -> Importing:
    return Importing(await service_client(build, Settings), tmp_path / "media", FakePictures())


async def kept(importing: Importing) -> dict[str, list[tuple[Any, ...]]]:
    found = {
        table: await importing.catalogue.fetch(f"select {columns} from {table}") for table, columns in ROWS.items()
    }
    return {table: sorted((tuple(row) for row in rows), key=str) for table, rows in found.items()}


async def test_a_product_that_is_new_is_kept_as_one_that_was_another(service_client: Any, tmp_path: Path) -> None:
    one, other = [
        Importing(await service_client(build, Settings), tmp_path / name, FakePictures()) for name in ("one", "other")
    ]
    before = [replace(product, title="Other", tags=("old",), pictures=(), options=()) for product in FOUR]
    before = [
        replace(product, variants=tuple(replace(v, options={}, stock=0, price=1) for v in product.variants))
        for product in before
    ]
    await put_on_sale(one.shop.infra.database, *FOUR)

    await put_on_sale(other.shop.infra.database, *before)
    await put_on_sale(other.shop.infra.database, *FOUR)
    await other.catalogue.execute("update stock_movements set reason = 'opening'")  # counted, since it was known

    assert await kept(other) == await kept(one)


async def test_new_and_known_products_come_in_one_batch(importing: Importing) -> None:
    await put_on_sale(importing.shop.infra.database, *FOUR[:2])

    await put_on_sale(importing.shop.infra.database, replace(FOUR[0], title="Linen coat"), *FOUR[1:])

    titles = [card["title"] for card in (await importing.shop.get("/products")).json()["items"]]
    assert sorted(titles) == ["Chai mug", "Khadi shirt", "Linen coat", "Notebook"]
    announced = await importing.catalogue.fetch("select body::jsonb ->> 'handle' as handle from kit_outbox")
    assert [row["handle"] for row in announced] == ["linen-shirt"]


async def test_a_sku_that_left_while_an_order_held_it_and_comes_back_has_what_is_held_taken_off(
    importing: Importing,
) -> None:
    database = importing.shop.infra.database
    shirt = a_product("Shirt", sizes=["M", "L"], stock=5)
    await put_on_sale(database, shirt)
    order = importing.shop.as_service("order")
    await order.put("/reservations/o-1", json={"lines": [{"sku": "SHIRT/L", "quantity": 2}]})
    await put_on_sale(database, a_product("Shirt", sizes=["M"], stock=5))

    await put_on_sale(database, replace(a_product("Coat", sizes=["L"], stock=5), variants=shirt.variants[1:]))

    offers = (await order.get("/offers", params={"sku": "SHIRT/L"})).json()["items"]
    assert (offers[0]["handle"], offers[0]["stock"]) == ("coat", 3)


async def test_a_sku_of_another_product_is_never_written_twice(importing: Importing) -> None:
    database = importing.shop.infra.database
    await put_on_sale(database, a_product("Mug"))

    with pytest.raises(SkuTaken, match="belongs to the product mug"):
        await put_on_sale(database, replace(a_product("Cup"), variants=a_product("Mug").variants))

    assert await importing.catalogue.fetchval("select count(*) from products") == 1


async def counted(importing: Importing) -> list[int]:
    """At one moment: what the killed import sent last may still be written."""
    tables = ("products", "variants", "images", "stock_movements", "product_cards", "facet_places")
    row = await importing.catalogue.fetchrow(
        "select " + ", ".join(f"(select count(*) from {table}) as {table}" for table in tables)
    )
    return list(row.values()) if row else []


async def test_an_import_that_was_killed_leaves_whole_products_and_the_next_one_brings_the_rest(
    importing: Importing, tmp_path: Path
) -> None:
    products = 5 * MOST_PRODUCTS // 2
    file = tmp_path / "mugs.csv"
    rows = (f"mug-{n},Mug {n},Mugs,Size,S,MUG-{n},1,7" for n in range(products))
    header = "Handle,Title,Type,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty"
    file.write_text("\n".join([header, *rows]), "utf-8")
    url = importing.shop.infra.database.url
    env = {**SHOP_ENV, "SOUK_PRODUCT_DATABASE_URL": url, "SOUK_MEDIA_DIR": str(tmp_path / "media")}
    command = (sys.executable, "-m", "souk_product.commands.imports", str(file))

    killed = await asyncio.create_subprocess_exec(*command, env=env, stdout=asyncio.subprocess.DEVNULL)
    await until(lambda: importing.catalogue.fetchval("select exists (select 1 from products)"))
    killed.kill()
    await killed.wait()

    assert len(set(await counted(importing))) == 1
    assert await importing.run(file)
    assert set(await counted(importing)) == {products}
    assert (await importing.shop.get("/products/facets")).json()["total"] == products


def test_an_import_loads_no_http_client_before_a_picture_is_asked_for() -> None:
    asked = "import sys, souk_product.commands.imports.__main__; sys.exit('aiohttp' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0  # noqa: S603
