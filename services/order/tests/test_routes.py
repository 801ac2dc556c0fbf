"""The HTTP door, held against the OpenAPI document; cart and product are played by FakeCalls."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from kit.data.database import Database
from souk_order.app import build
from souk_order.settings import Settings
from souk_order.testing.examples import ALICE
from souk_order.testing.requests import QUICK, MakeClient, Neighbours, held, placed, request
from souk_order.testing.shop import CHALLENGES, DECLINES
from testkit.clients import ServiceClient


async def test_a_card_buys_an_order(client: ServiceClient) -> None:
    answer = await placed(client, await request(client))

    order = answer.json()
    assert (answer.status_code, order["state"], order["payment"]["state"]) == (201, "confirmed", "captured")
    assert order["payment"]["last4"] == "4242"
    assert order["number"].startswith("SK-")
    assert order["link_token"]


async def test_cash_on_delivery_buys_an_order(client: ServiceClient) -> None:
    answer = await placed(client, await request(client, None))

    assert (answer.status_code, answer.json()["payment"]["state"]) == (201, "due")


async def test_the_same_request_twice_at_once_gets_one_answer(client: ServiceClient) -> None:
    body = await request(client)

    first, second = await asyncio.gather(placed(client, body, "double-click"), placed(client, body, "double-click"))

    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert len([asked for asked in client.calls.asked if asked.method == "PUT"]) == 1


async def test_a_declined_card_gets_402_with_cause_and_fix(client: ServiceClient) -> None:
    answer = await placed(client, await request(client, DECLINES))

    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (402, "urn:souk:payment-declined")
    assert problem["cause"]
    assert problem["fix"]


async def test_sold_out_is_409_with_facts(client: ServiceClient) -> None:
    client.calls.refuse("product", "PUT", "/reservations/{key}", 409, "out-of-stock", sku="MUG", wanted=1, left=0)

    answer = await placed(client, await request(client))

    assert (answer.status_code, answer.json()["facts"]) == (409, {"sku": "MUG", "wanted": 1, "left": 0})
    assert answer.json()["cause"] == "Blue mug is sold out."


async def test_a_total_that_changed_is_409_with_both(client: ServiceClient) -> None:
    body = await request(client)
    body["expected_total"]["amount"] += 1

    answer = await placed(client, body)

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:souk:total-changed")


async def test_a_checkout_that_is_not_the_shoppers_is_404(client: ServiceClient) -> None:
    answer = await placed(client, {**await request(client), "checkout_id": str(uuid4())})

    assert (answer.status_code, answer.json()["type"]) == (404, "urn:souk:checkout-not-found")


async def test_what_the_cart_says_against_a_checkout_reaches_the_shopper(client: ServiceClient) -> None:
    client.calls.refuse("cart", "GET", "/checkouts/{id}/quote", 409, "no-longer-sold", sku="MUG")

    answer = await placed(client, await request(client))

    assert (answer.status_code, answer.json()["facts"]) == (409, {"sku": "MUG", "reason": "no-longer-sold"})


async def test_the_cart_is_asked_on_the_shoppers_own_behalf(client: ServiceClient) -> None:
    await placed(client, await request(client))

    asked = next(asked for asked in client.calls.asked if asked.service == "cart")
    assert asked.headers["authorization"].startswith("Bearer ")


async def test_the_cart_is_told_what_became_of_the_checkout_before_the_shopper(client: ServiceClient) -> None:
    order = (await placed(client, await request(client, None))).json()

    told = next(asked for asked in client.calls.asked if asked.path.endswith("/ordered"))
    assert (told.json["order_id"], told.json["order_number"]) == (order["id"], order["number"])
    assert told.json["lines"] == [{"sku": "MUG", "quantity": 1}]


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (409, "checkout-replaced", "checkout-replaced"),
        (409, "checkout-already-ordered", "checkout-already-ordered"),
        (422, "delivery-refused", "checkout-not-ready"),
    ],
)
async def test_what_the_cart_has_against_a_checkout_is_told_by_its_code(
    client: ServiceClient, status: int, code: str, said: str
) -> None:
    client.calls.refuse("cart", "GET", "/checkouts/{id}/quote", status, code)

    answer = await placed(client, await request(client))

    assert (answer.status_code, answer.json()["code"]) == (409, said)
    assert code in (said, answer.json()["facts"].get("reason"))


@pytest.mark.parametrize(("status", "code"), [(401, "token-expired"), (429, "too-many"), (400, "invalid-request")])
async def test_what_the_cart_refuses_for_another_reason_is_passed_on_as_it_was_said(
    client: ServiceClient, status: int, code: str
) -> None:
    client.calls.refuse("cart", "GET", "/checkouts/{id}/quote", status, code)

    answer = await placed(client, await request(client))

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_open_orders_from_one_address_are_limited_with_429(
    service_client: MakeClient, database: Database
) -> None:
    settings = {**QUICK, "open_orders_per_address": 2}
    client = await service_client(build, Settings, settings=settings, database=database, calls=Neighbours())
    body = await request(client, CHALLENGES)
    for _ in range(2):
        await placed(client, await request(client, CHALLENGES), who=uuid4())

    refused = await placed(client, body, who=uuid4())

    assert (refused.status_code, refused.json()["code"]) == (429, "too-many-open-orders")
    assert int(refused.headers["retry-after"]) == 60
    assert refused.json()["cause"]


async def test_stock_that_cannot_be_reached_is_a_pending_order(service_client: MakeClient, database: Database) -> None:
    calls = Neighbours()
    settings = {**QUICK, "place_wait_s": 0.2}
    client = await service_client(build, Settings, settings=settings, database=database, calls=calls)
    calls.lose("product", "PUT", "/reservations/{key}")

    answer = await placed(client, await request(client))

    order = answer.json()
    assert (answer.status_code, order["state"], order["payment"]["challenge"]) == (202, "pending", None)
    calls.on("product", "PUT", "/reservations/{key}", held)
    await asyncio.wait_for(client.deps.sagas.settled(), 10)
    seen = await client.as_anyone().get(f"/orders/{order['id']}", headers={"x-order-token": order["link_token"]})
    assert seen.json()["state"] == "confirmed"


@pytest.mark.parametrize(("answer", "status"), [("approve", 200), ("reject", 402)])
async def test_a_challenge_is_answered(client: ServiceClient, answer: str, status: int) -> None:
    asked = (await placed(client, await request(client, CHALLENGES))).json()
    assert asked["state"] == "pending"
    assert asked["payment"]["challenge"]["prompt"]

    path = f"/orders/{asked['id']}/challenge"
    stranger = await client.as_customer(uuid4()).post(path, json={"answer": answer})
    answered = await client.as_customer(ALICE).post(path, json={"answer": answer})

    assert (stranger.status_code, answered.status_code) == (404, status)
