from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from kit.files.folder import Folder
from souk_product.app import build
from souk_product.commands.seed import FOLDER, CatalogueInOtherCurrency, read_catalogue, seed
from souk_product.settings import Settings
from souk_product.storage.catalogue_writes import PostgresCatalogueWriter
from souk_product.testing.shop import OPENED


def without_artwork(folder: Path) -> Path:
    bare = folder / "seed"
    bare.mkdir()
    shutil.copy(FOLDER / "catalogue.toml", bare)
    return bare


@pytest.fixture
async def shop(service_client: Any) -> Any:
    return await service_client(build, Settings)


async def test_an_empty_shop_opens_with_a_full_catalogue_once(shop: Any, tmp_path: Path) -> None:
    writer, media = PostgresCatalogueWriter(shop.infra.database), Folder(tmp_path)

    first = await seed(writer, media, FOLDER, OPENED, "INR")
    again = await seed(writer, media, FOLDER, OPENED, "INR")

    assert first == "70 products in 19 categories"
    assert again.startswith("the catalogue is there already")
    counted = (await shop.get("/products/facets")).json()
    assert counted["total"] >= 60
    departments = (await shop.get("/categories")).json()["items"]
    assert len(departments) >= 8
    for card in (await shop.get("/products", params={"limit": 100})).json()["items"]:
        assert (tmp_path / card["image"]["url"].removeprefix("/media/")).is_file(), card["handle"]
    vase = (await shop.get("/products/bud-vase")).json()
    assert [image["alt"] for image in vase["images"]][-1] == "Thrown bud vase, a closer look"


async def test_the_shop_opens_without_artwork_and_gets_it_later(shop: Any, tmp_path: Path) -> None:
    writer, media = PostgresCatalogueWriter(shop.infra.database), Folder(tmp_path / "media")
    bare = without_artwork(tmp_path)

    await seed(writer, media, bare, OPENED, "INR")
    assert "placeholder" in (await shop.get("/products/bud-vase")).json()["images"][0]["url"]

    await seed(writer, media, FOLDER, OPENED, "INR")
    assert "bud-vase--rust" in (await shop.get("/products/bud-vase")).json()["images"][0]["url"]


def test_the_catalogue_is_a_shop_one_can_believe() -> None:
    catalogue = read_catalogue(FOLDER / "catalogue.toml", OPENED)
    for product in catalogue.products:
        assert len({picture.source for picture in product.pictures}) >= 2, product.handle
    variants = [variant for product in catalogue.products for variant in product.variants]

    assert {product.category for product in catalogue.products} <= {category.slug for category in catalogue.categories}
    assert len({variant.sku for variant in variants}) == len(variants)
    assert sum(all(variant.stock == 0 for variant in product.variants) for product in catalogue.products) >= 3
    assert sum(0 < variant.stock <= 3 for variant in variants) >= 10
    assert sum(any(variant.compare_at for variant in product.variants) for product in catalogue.products) >= 15
    assert sum("featured" in product.tags for product in catalogue.products) >= 8
    assert {option.name for product in catalogue.products for option in product.options} == {"Colour", "Size"}


async def test_a_catalogue_is_seeded_in_the_shops_currency_and_refused_once_the_shop_has_another(
    service_client: Any, tmp_path: Path
) -> None:
    shop = await service_client(build, Settings, settings={"currency": "EUR"})
    writer, media = PostgresCatalogueWriter(shop.infra.database), Folder(tmp_path / "media")
    bare = without_artwork(tmp_path)

    await seed(writer, media, bare, OPENED, shop.settings.currency)

    cards = (await shop.get("/products", params={"limit": 100})).json()["items"]
    assert {card["price"]["currency"] for card in cards} == {"EUR"}
    with pytest.raises(CatalogueInOtherCurrency, match="prices are in EUR"):
        await seed(writer, media, bare, OPENED, "INR")
