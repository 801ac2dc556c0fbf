from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from route_examples import IMAGE, add, an_offer, inr

from souk_cart.app import build
from souk_cart.settings import Settings
from testkit.calls import FakeCalls, a_refusal
from testkit.clients import Caller, ServiceClient


@pytest.fixture
def guest(client: ServiceClient) -> Caller:
    return client.as_guest(uuid4())


async def test_a_bag_shows_lines_and_totals(guest: Caller) -> None:
    await add(guest)

    bag = (await guest.get("/cart")).json()

    (line,) = bag["lines"]
    assert line == {
        "sku": "MUG", "quantity": 2, "title": "Mug", "handle": "mug", "options": {"Color": "Blue"}, "image": IMAGE,
        "unit_price": inr(20000), "compare_at": inr(25000), "line_total": inr(40000), "discount": None,
        "stock_left": 7, "problem": None,
    }  # fmt: skip
    assert bag["totals"] == {
        "subtotal": inr(40000), "savings": inr(10000), "discount": inr(0), "delivery": inr(4900), "total": inr(44900),
        "free_delivery_gap": inr(59900), "discounts": [],
        "taxes": [
            {"name": "GST", "basis_points": 1800, "of": inr(44900), "amount": inr(6849)},
        ],
    }  # fmt: skip
    assert (bag["item_count"], bag["version"], bag["checkout_id"]) == (2, 1, None)


async def test_an_empty_bag_asks_nobody(guest: Caller, calls: FakeCalls) -> None:
    bag = (await guest.get("/cart")).json()

    assert (bag["id"], bag["lines"], bag["totals"]["delivery"]) == (None, [], None)
    assert calls.asked == []


async def test_a_bag_that_did_not_change_is_not_sent_again(guest: Caller) -> None:
    await add(guest)
    seen = await guest.get("/cart")

    again = await guest.get("/cart", headers={"if-none-match": seen.headers["etag"]})
    await add(guest)

    assert again.status_code == 304
    assert "private" in seen.headers["cache-control"]
    assert (await guest.get("/cart", headers={"if-none-match": seen.headers["etag"]})).status_code == 200


async def test_the_same_click_sent_twice_counts_once(guest: Caller) -> None:
    first = await add(guest, key="one-click")
    again = await add(guest, key="one-click")
    other = await add(guest, quantity=3, key="one-click")

    assert first.json() == again.json()
    assert again.headers["idempotent-replayed"] == "true"
    assert other.status_code == 422
    assert (await guest.post("/cart/items", json={"sku": "MUG"})).status_code == 400


async def test_one_key_of_two_shoppers_is_two_keys(client: ServiceClient) -> None:
    for shopper in (client.as_guest(), client.as_customer()):
        assert (await add(shopper, key="one-click")).json()["item_count"] == 2


async def test_quantities_are_set_and_lines_removed_whatever_the_sku_looks_like(guest: Caller) -> None:
    await add(guest, "CUP/1 ü")

    changed = await guest.put("/cart/items/CUP%2F1%20%C3%BC", json={"quantity": 5})
    gone = await guest.delete("/cart/items/CUP%2F1%20%C3%BC")

    assert changed.json()["item_count"] == 5
    assert gone.json()["lines"] == []


@pytest.mark.parametrize("sku", ["A/B", "A//B/../C", "50%2F", "a b", "..a", "?x=1#y", "²"])
async def test_a_sku_of_any_letters_is_changed_and_removed_by_its_body(
    guest: Caller, calls: FakeCalls, sku: str
) -> None:
    calls.on("product", "GET", "/offers", lambda asked: {"items": [an_offer(each) for each in asked.params["sku"]]})
    await add(guest, sku)

    changed = await guest.put("/cart/items", json={"sku": sku, "quantity": 5})
    gone = await guest.put("/cart/items", json={"sku": sku, "quantity": 0})

    assert [(line["sku"], line["quantity"]) for line in changed.json()["lines"]] == [(sku, 5)]
    assert gone.json()["lines"] == []


async def test_a_sku_that_no_address_could_carry_is_refused(guest: Caller) -> None:
    for sku in (".", "..", "a\tb", "a\nb", "a\x00", "\x7f", "", "x" * 201):
        assert (await add(guest, sku)).status_code == 400
        assert (await guest.put("/cart/items", json={"sku": sku, "quantity": 1})).status_code == 400


@pytest.mark.parametrize("quantity", [0, 100, -1, "many"])
async def test_a_quantity_is_1_to_99(guest: Caller, quantity: Any) -> None:
    assert (await guest.put("/cart/items/MUG", json={"quantity": quantity})).status_code == 400


async def test_more_than_there_is_is_refused_with_what_is_left(guest: Caller) -> None:
    answer = await add(guest, quantity=8)

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:souk:out-of-stock")
    assert answer.json()["facts"] == {"sku": "MUG", "wanted": 8, "left": 7}
    assert (await add(guest, "NOTHING")).status_code == 404


async def test_everybody_sees_their_own_bag_only(client: ServiceClient, guest: Caller) -> None:
    await add(guest)

    assert (await client.as_guest().get("/cart")).json()["lines"] == []
    assert (await client.as_customer().get("/cart")).json()["lines"] == []
    assert (await client.as_anyone().get("/cart")).json()["type"] == "urn:souk:guest-needed"
    assert (await client.as_admin().get("/cart")).status_code == 403


async def test_when_the_product_service_is_down_the_bag_says_so_and_is_kept(guest: Caller, calls: FakeCalls) -> None:
    await add(guest)
    calls.on("product", "GET", "/offers", a_refusal(503, "database-unavailable"))

    down = await guest.get("/cart")

    assert (down.status_code, down.json()["type"]) == (503, "urn:souk:prices-unavailable")
    assert "kept" in down.json()["fix"]
    assert down.headers["retry-after"] == "2"


async def test_a_customer_takes_the_guests_bag_along(client: ServiceClient) -> None:
    customer_id, guest_id = uuid4(), uuid4()
    await add(client.as_guest(guest_id))
    customer = client.as_customer(customer_id, guest_id=guest_id)

    merged = await customer.post("/cart/merge")
    again = await customer.post("/cart/merge")

    assert merged.json()["item_count"] == again.json()["item_count"] == 2
    assert (await client.as_guest(guest_id).get("/cart")).json()["lines"] == []
    assert (await client.as_guest(guest_id).post("/cart/merge")).status_code == 401


async def test_a_merge_says_what_the_limits_left_out(service_client, calls: FakeCalls) -> None:
    client = await service_client(build, Settings, calls=calls, settings={"offers_kept_s": 0, "max_lines": 1})
    customer_id, guest_id = uuid4(), uuid4()
    await add(client.as_customer(customer_id))
    await add(client.as_guest(guest_id), "CUP/1 ü", 3)

    merged = await client.as_customer(customer_id, guest_id=guest_id).post("/cart/merge")

    assert [line["sku"] for line in merged.json()["lines"]] == ["MUG"]
    assert merged.json()["left_out"] == [{"sku": "CUP/1 ü", "title": "Mug", "quantity": 3, "reason": "too_many_lines"}]
