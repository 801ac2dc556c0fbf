from __future__ import annotations

import asyncio
from typing import Any

from testkit.audits import audited
from testkit.system import callers_of


def lines(**quantities: int) -> dict[str, Any]:
    return {"lines": [{"sku": sku.replace("_", "-"), "quantity": n} for sku, n in quantities.items()], "ttl_s": 600}


async def test_only_the_order_service_reserves(shop: Any) -> None:
    for caller in (shop.as_anyone(), shop.as_admin(), shop.as_service("cart")):
        assert (await caller.put("/reservations/o-1", json=lines(CHAI_MUG=1))).status_code == 401


async def test_a_reservation_lives_from_hold_to_commit(shop: Any) -> None:
    order = shop.as_service("order")

    made = await order.put("/reservations/o-1", json=lines(CHAI_MUG=2))
    again = await order.put("/reservations/o-1", json=lines(CHAI_MUG=2))

    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json()["lines"] == [{"sku": "CHAI-MUG", "quantity": 2, "left": 18}]
    assert made.json()["expires_at"] == again.json()["expires_at"]
    assert (await order.post("/reservations/o-1/renew", json={"ttl_s": 900})).json()["state"] == "held"
    assert (await order.post("/reservations/o-1/commit")).json()["state"] == "committed"
    assert (await order.get("/reservations/o-1")).json()["lines"] == [{"sku": "CHAI-MUG", "quantity": 2, "left": None}]
    assert (await order.post("/reservations/o-1/release")).json()["state"] == "released"


async def test_refusals_say_what_is_left_and_what_to_do(shop: Any) -> None:
    order = shop.as_service("order")

    sold_out = await order.put("/reservations/o-1", json=lines(CHAI_MUG=21))
    unknown = await order.post("/reservations/o-9/commit")
    await order.put("/reservations/o-2", json=lines(CHAI_MUG=1))
    other = await order.put("/reservations/o-2", json=lines(CHAI_MUG=2))
    shop.clock.advance(seconds=600)
    late = await order.post("/reservations/o-2/commit")

    assert sold_out.status_code == 409
    assert sold_out.json()["type"] == "urn:souk:out-of-stock"
    assert sold_out.json()["facts"] == {"sku": "CHAI-MUG", "wanted": 21, "left": 20}
    assert unknown.status_code == 404
    assert other.status_code == 422
    assert (late.status_code, late.json()["type"]) == (409, "urn:souk:reservation-expired")


async def test_sixteen_buyers_and_three_in_stock(shop: Any) -> None:
    order = shop.as_service("order")
    wanted = {"lines": [{"sku": "KHADI-SHIRT/INDIGO/S", "quantity": 1}]}

    answers = await asyncio.gather(*(order.put(f"/reservations/o-{n}", json=wanted) for n in range(16)))

    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 13


async def test_offers_are_what_can_be_had_now(shop: Any) -> None:
    order, cart = shop.as_service("order"), shop.as_service("cart")
    await order.put("/reservations/o-1", json=lines(CHAI_MUG=2))

    params = {"sku": ["CHAI-MUG", "NOTEBOOK", "HAT"]}
    offers = {offer["sku"]: offer for offer in (await cart.get("/offers", params=params)).json()["items"]}

    assert set(offers) == {"CHAI-MUG", "NOTEBOOK"}
    assert (offers["CHAI-MUG"]["stock"], offers["CHAI-MUG"]["purchasable"]) == (18, True)
    assert (offers["NOTEBOOK"]["stock"], offers["NOTEBOOK"]["purchasable"]) == (0, False)
    shop.clock.advance(seconds=600)
    offers = (await cart.get("/offers", params={"sku": "CHAI-MUG"})).json()["items"]
    assert offers[0]["stock"] == 20  # lapsed, though no job has run


async def test_offers_are_for_each_service_that_may_call_and_not_for_browsers(shop: Any) -> None:
    asked = {"params": {"sku": "CHAI-MUG"}}

    assert {(await shop.as_service(name).get("/offers", **asked)).status_code for name in callers_of("product")} == {
        200
    }
    assert (await shop.get("/offers", **asked)).status_code == 401


async def test_an_admin_changes_price_and_stock_and_lists_agree_at_once(shop: Any) -> None:
    admin = shop.as_admin()

    changed = await admin.patch("/variants/CHAI-MUG", json={"price": 40_000, "compare_at": 45_000, "stock": 2})

    assert changed.json()["price"] == {"amount": 40_000, "currency": "INR"}
    assert changed.json()["stock"] == 2
    card = (await shop.get("/products", params={"q": "chai"})).json()["items"][0]
    assert (card["price"]["amount"], card["on_sale"]) == (40_000, True)
    events = await shop.deps.prices.fetch("select subject from kit_outbox")
    assert [event["subject"] for event in events] == ["product.changed.v1", "product.audited.v1"]
    assert await audited(shop) == [("change_variant", {"sku": "CHAI-MUG"})]


async def test_prices_of_one_product_that_change_at_once_all_count_for_its_card(shop: Any) -> None:
    admin = shop.as_admin()
    rows = await shop.deps.prices.fetch("select sku from variants where sku like 'LINEN-SHIRT/%'")
    skus = [row["sku"] for row in rows]
    assert len(skus) == 4

    for round_ in range(1, 6):
        changes = (admin.patch(f"/variants/{sku}", json={"price": round_ * 1000 + n}) for n, sku in enumerate(skus))
        assert {answer.status_code for answer in await asyncio.gather(*changes)} == {200}

        card = "select price, price_most from product_cards where handle = 'linen-shirt'"
        assert tuple(await shop.deps.prices.fetchrow(card)) == (round_ * 1000, round_ * 1000 + 3)


async def test_stock_on_the_shelf_includes_what_is_held(shop: Any) -> None:
    order = shop.as_service("order")
    await order.put("/reservations/o-1", json=lines(CHAI_MUG=2))

    counted = await shop.as_admin().patch("/variants/CHAI-MUG", json={"stock": 5})
    await order.post("/reservations/o-1/release")
    after = (await order.get("/offers", params={"sku": "CHAI-MUG"})).json()["items"][0]

    assert counted.json()["stock"] == 3
    assert after["stock"] == 5


async def test_a_sale_needs_a_higher_price_before_it(shop: Any) -> None:
    answer = await shop.as_admin().patch("/variants/CHAI-MUG", json={"compare_at": 45_000})

    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:souk:price-above-sale"


async def test_shoppers_and_sellers_of_others_change_nothing(shop: Any) -> None:
    for caller in (shop.as_customer(), shop.as_seller()):
        assert (await caller.patch("/variants/CHAI-MUG", json={"stock": 1})).status_code == 403
    assert (await shop.patch("/variants/CHAI-MUG", json={"stock": 1})).status_code == 401
