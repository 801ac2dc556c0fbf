"""Products belong to teams of sellers, or to the shop."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.product import ProductSellerChanged
from souk_product.app import build
from souk_product.settings import Settings
from souk_product.testing.imports import FakePictures, Importing
from testkit.audits import audited

KILN, MILL = uuid4(), uuid4()
PRICE = {"price": 40_000}


async def told(shop: Any) -> list[tuple[str, UUID | None, int]]:
    rows = await shop.deps.sellers.fetch(
        "select body from kit_outbox where subject = $1 order by id", ProductSellerChanged.subject
    )
    events = [ProductSellerChanged.model_validate_json(row["body"]) for row in rows]
    return [(event.handle, event.seller_id, event.version) for event in events]


async def test_a_seller_changes_price_and_stock_of_own_products_and_of_no_others(shop: Any) -> None:
    given = await shop.as_admin().put("/products/chai-mug/seller", json={"seller_id": str(KILN)})

    own = await shop.as_seller(team=KILN).patch("/variants/CHAI-MUG", json={**PRICE, "stock": 7})
    others = await shop.as_seller(team=MILL).patch("/variants/CHAI-MUG", json=PRICE)
    of_the_shop = await shop.as_seller(team=KILN).patch("/variants/NOTEBOOK", json=PRICE)

    assert given.json() == {"handle": "chai-mug", "seller_id": str(KILN)}
    assert (own.status_code, own.json()["price"]["amount"], own.json()["stock"]) == (200, 40_000, 7)
    for refused in (others, of_the_shop):
        assert (refused.status_code, refused.json()["code"]) == (403, "not-your-product")
    assert (await shop.as_admin().patch("/variants/CHAI-MUG", json=PRICE)).status_code == 200
    assert [name for name, _ in await audited(shop)] == ["give_product", "change_variant", "change_variant"]


async def test_a_founders_token_of_the_last_release_names_no_team_and_is_known_all_the_same(shop: Any) -> None:
    await shop.as_admin().put("/products/chai-mug/seller", json={"seller_id": str(KILN)})

    assert (await shop.as_seller(KILN).patch("/variants/CHAI-MUG", json=PRICE)).status_code == 200


async def test_only_an_admin_says_whose_a_product_is_and_each_change_is_told_once(shop: Any) -> None:
    path, admin = "/products/chai-mug/seller", shop.as_admin()

    for seller_id in (str(KILN), str(KILN), None):
        assert (await admin.put(path, json={"seller_id": seller_id})).json()["seller_id"] == seller_id

    assert await told(shop) == [("chai-mug", KILN, 1), ("chai-mug", None, 2)]
    for caller in (shop.as_seller(team=KILN), shop.as_customer(), shop.as_anyone()):
        assert (await caller.put(path, json={"seller_id": str(KILN)})).status_code in {401, 403}
    assert (await admin.put("/products/no-such/seller", json={"seller_id": None})).json()["code"] == "unknown-product"
    for wrong in ({}, {"seller_id": "me"}, {"seller_id": None, "price": 1}):
        assert (await admin.put(path, json=wrong)).status_code in {400, 422}


@pytest.fixture
async def importing(service_client: Any, tmp_path: Any) -> Importing:
    return Importing(await service_client(build, Settings), tmp_path / "media", FakePictures())


CUP = "Handle,Title,Body (HTML),Variant SKU,Variant Price\nclay-cup,{title},Fired.,CUP,120\n"


async def test_what_a_seller_imports_is_theirs_and_what_is_not_theirs_is_refused(
    importing: Importing, tmp_path: Any
) -> None:
    file = tmp_path / "cups.csv"
    file.write_text(CUP.format(title="Cup"))
    assert await importing.run(file, KILN)
    file.write_text(CUP.format(title="A stolen cup"))

    by_another = await importing.run(file, MILL)

    assert not by_another
    assert "not this seller" in importing.problems[0]["cause"]
    assert (await importing.view("clay-cup"))["title"] == "Cup"
    assert await importing.run(file)  # the shop itself
    assert (await importing.view("clay-cup"))["title"] == "A stolen cup"
    assert await told(importing.shop) == [("clay-cup", KILN, 1)]
    seller = importing.shop.as_seller(team=KILN)
    assert (await seller.patch("/variants/CUP", json={"stock": 3})).status_code == 200
