from __future__ import annotations

from uuid import uuid4

import pytest
from cart_examples import HOME
from route_examples import CHOICE, add, inr

from testkit.calls import FakeCalls
from testkit.clients import Caller, ServiceClient


@pytest.fixture
def guest(client: ServiceClient) -> Caller:
    return client.as_guest(uuid4())


async def test_the_order_service_closes_a_checkout_once_and_says_which_order_it_became(client: ServiceClient) -> None:
    guest_id = uuid4()
    guest = client.as_guest(guest_id)
    await add(guest, quantity=2)
    checkout = (await guest.put("/checkout", json={**CHOICE, "delivery_code": "standard"})).json()
    await add(guest, quantity=3)
    order = client.as_service("order", on_behalf_of=client.guest(guest_id))
    body = {
        "cart_id": checkout["cart"]["id"], "order_id": str(uuid4()), "order_number": "SK-1",
        "lines": [{"sku": "MUG", "quantity": 2}],
    }  # fmt: skip

    closed = [await order.post(f"/checkouts/{checkout['id']}/ordered", json=body) for _ in range(2)]
    again = await order.get(f"/checkouts/{checkout['id']}/quote")

    assert [answer.status_code for answer in closed] == [204, 204]
    assert (await guest.get("/cart")).json()["item_count"] == 3
    assert (again.status_code, again.json()["type"]) == (409, "urn:souk:checkout-already-ordered")
    assert again.json()["facts"] == {
        "checkout_id": checkout["id"],
        "order_id": body["order_id"],
        "order_number": "SK-1",
    }
    assert (await guest.post(f"/checkouts/{checkout['id']}/ordered", json=body)).status_code == 401


async def test_a_checkout_is_chosen_shown_and_quoted(client: ServiceClient, calls: FakeCalls) -> None:
    guest_id = uuid4()
    guest = client.as_guest(guest_id)
    await add(guest)

    chosen = await guest.put("/checkout", json=CHOICE)
    shown = await guest.get("/checkout")
    order = client.as_service("order", on_behalf_of=client.guest(guest_id))
    quote = (await order.get(f"/checkouts/{chosen.json()['id']}/quote")).json()

    assert shown.json() == chosen.json()
    assert (
        chosen.json()["cart"]["checkout_id"] == (await guest.get("/cart")).json()["checkout_id"] == chosen.json()["id"]
    )
    assert chosen.json()["address"] == {**HOME, "line2": ""}
    assert chosen.json()["totals"]["total"] == inr(45900)
    assert quote["totals"] == {
        "subtotal": inr(40000), "discount": inr(0), "delivery": inr(5900), "total": inr(45900),
    }  # fmt: skip
    assert (quote["checkout_id"], quote["cart_id"]) == (chosen.json()["id"], chosen.json()["cart"]["id"])
    assert quote["lines"][0]["weight_grams"] == 350
    asked = next(asked for asked in calls.asked if asked.service == "logistics")
    assert asked.json == {"country": "IN", "postal_code": "570001", "weight_grams": 700, "subtotal": inr(40000)}


async def test_only_the_order_service_with_the_shopper_gets_a_quote(client: ServiceClient, guest: Caller) -> None:
    await add(guest)
    path = f"/checkouts/{(await guest.put('/checkout', json=CHOICE)).json()['id']}/quote"

    assert (await guest.get(path)).status_code == 401
    assert (await client.as_service("order").get(path)).status_code == 401
    assert (await client.as_service("order", on_behalf_of=client.guest(uuid4())).get(path)).status_code == 404


async def test_a_place_that_is_unknown_or_not_served_is_refused_by_field(guest: Caller) -> None:
    await add(guest)

    for code in ("999999", "800001"):
        answer = await guest.put("/checkout", json={**CHOICE, "address": {**HOME, "postal_code": code}})
        assert (answer.status_code, answer.json()["facts"]) == (422, {"field": "address.postal_code"})
    wrong = await guest.put("/checkout", json={**CHOICE, "address": {**HOME, "postal_code": "57"}})
    assert [error["field"] for error in wrong.json()["errors"]] == ["address.postal_code"]
    assert (await guest.get("/checkout")).status_code == 404


async def test_when_logistics_is_down_the_checkout_says_so(guest: Caller, calls: FakeCalls) -> None:
    await add(guest)
    calls.lose("logistics", "POST", "/quotes")

    answer = await guest.put("/checkout", json=CHOICE)

    assert (answer.status_code, answer.json()["type"]) == (503, "urn:souk:delivery-unavailable")
