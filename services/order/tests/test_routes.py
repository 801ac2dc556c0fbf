"""The HTTP door, held against the OpenAPI document; cart and product are played by FakeCalls."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio

from kit.data.database import Database
from souk_order.app import build
from souk_order.domain.quotes import Quote
from souk_order.settings import Settings
from souk_order.testing.examples import ALICE, a_quote
from souk_order.testing.shop import CHALLENGES, DECLINES, GOOD
from testkit.calls import Answer, Asked, FakeCalls, a_refusal
from testkit.clients import ServiceClient

QUICK = {"simulated_latency_s": 0, "simulated_late_s": 30, "provider_deadline_s": 0.2, "link_secret": "test"}
MakeClient = Callable[..., Awaitable[ServiceClient]]


class Neighbours(FakeCalls):
    """A cart with checkouts and a product service with all the stock one could want."""

    def __init__(self) -> None:
        super().__init__()
        self.quotes: dict[str, Quote] = {}
        self.on("cart", "GET", "/checkouts/{id}/quote", self._quote)
        self.on("cart", "POST", "/checkouts/{id}/ordered", Answer(None, 204))
        self.on("product", "PUT", "/reservations/{key}", held)
        for verb in ("commit", "release", "renew"):
            self.on("product", "POST", f"/reservations/{{key}}/{verb}", held)

    def checkout(self) -> Quote:
        quote = a_quote()
        self.quotes[str(quote.checkout_id)] = quote
        return quote

    def _quote(self, asked: Asked) -> Any:
        quote = self.quotes.get(asked.path.split("/")[2])
        return quote or a_refusal(404, "no-such-checkout")


def held(asked: Asked) -> dict[str, Any]:
    key = asked.path.split("/")[2]
    return {"key": key, "state": "held", "expires_at": "2026-11-24T04:10:00Z", "lines": []}


@pytest_asyncio.fixture
async def client(service_client: MakeClient, database: Database) -> ServiceClient:
    return await service_client(build, Settings, settings=QUICK, database=database, calls=Neighbours())


async def token_of(client: ServiceClient, number: str = GOOD) -> str:
    card = {"number": number, "expiry_month": 12, "expiry_year": 2030, "cvc": "123", "name": "Alice"}
    answer = await client.as_anyone().post("/simulated-cards", json=card)
    assert answer.status_code == 201, answer.text
    return answer.json()["token"]


async def request(client: ServiceClient, number: str | None = GOOD, quote: Quote | None = None) -> dict[str, Any]:
    chosen: Quote = quote or client.calls.checkout()
    payment = {"method": "card", "token": await token_of(client, number)} if number else {"method": "cash_on_delivery"}
    return {
        "checkout_id": str(chosen.checkout_id),
        "expected_total": chosen.totals.total.model_dump(),
        "payment": payment,
    }


async def placed(
    client: ServiceClient, body: dict[str, Any], key: str | None = None, who: UUID = ALICE
) -> httpx.Response:
    return await client.as_customer(who).post("/orders", json=body, headers={"idempotency-key": key or str(uuid4())})


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


async def test_an_order_is_seen_by_its_customer_or_with_its_link_only(client: ServiceClient) -> None:
    order = (await placed(client, await request(client))).json()
    path, link = f"/orders/{order['id']}", {"x-order-token": order["link_token"]}

    assert (await client.as_customer(ALICE).get(path)).json()["link_token"] is None
    assert (await client.as_anyone().get(path, headers=link)).status_code == 200
    assert (await client.as_guest().get(path)).status_code == 404
    assert (await client.as_customer(uuid4()).get(path)).status_code == 404
    assert (await client.as_anyone().get(f"/orders/{uuid4()}", headers=link)).status_code == 404


async def test_who_has_the_order_already_gets_304(client: ServiceClient) -> None:
    order = (await placed(client, await request(client))).json()
    first = await client.as_customer(ALICE).get(f"/orders/{order['id']}")

    again = await client.as_customer(ALICE).get(
        f"/orders/{order['id']}", headers={"if-none-match": first.headers["etag"]}
    )

    assert again.status_code == 304


async def test_history_pages_by_cursor(client: ServiceClient) -> None:
    numbers = [(await placed(client, await request(client, None))).json()["number"] for _ in range(3)]
    alice = client.as_customer(ALICE)

    first = (await alice.get("/orders", params={"limit": 2})).json()
    rest = (await alice.get("/orders", params={"limit": 2, "cursor": first["next_cursor"]})).json()

    assert [order["number"] for order in first["items"] + rest["items"]] == numbers[::-1]
    assert rest["next_cursor"] is None
    assert (await client.as_customer(uuid4()).get("/orders")).json()["items"] == []
    assert (await alice.get("/orders", params={"cursor": "bm9uc2Vuc2U"})).status_code == 400


async def test_guests_have_no_history_and_strangers_place_nothing(client: ServiceClient) -> None:
    body = await request(client)

    assert (await client.as_guest().get("/orders")).status_code == 401
    assert (await client.as_anyone().post("/orders", json=body)).status_code == 401
    assert (await client.as_customer(ALICE).post("/orders", json=body)).status_code == 400


async def test_a_real_or_expired_card_is_not_taken(client: ServiceClient) -> None:
    card = {"number": "4111111111111111", "expiry_month": 12, "expiry_year": 2030, "cvc": "123", "name": "A"}

    real = await client.post("/simulated-cards", json=card)
    expired = await client.post("/simulated-cards", json={**card, "number": GOOD, "expiry_year": 2020})

    assert (real.status_code, real.json()["type"]) == (422, "urn:souk:not-a-simulated-card")
    assert "4111" not in real.text
    assert (expired.status_code, expired.json()["type"]) == (422, "urn:souk:card-expired")


async def test_a_public_shop_simulates_nothing(service_client: MakeClient, database: Database) -> None:
    settings = {**QUICK, "public_url": "https://shop.example"}
    client = await service_client(build, Settings, settings=settings, database=database, calls=Neighbours())
    card = {"number": GOOD, "expiry_month": 12, "expiry_year": 2030, "cvc": "123", "name": "A"}

    refused = await client.post("/simulated-cards", json=card)
    body = await request(client, None)
    by_card = await placed(client, {**body, "payment": {"method": "card", "token": "sim_12345678"}})
    by_cash = await placed(client, body)

    assert (refused.status_code, refused.json()["type"]) == (403, "urn:souk:simulation-refused")
    assert (by_card.status_code, by_card.json()["type"]) == (409, "urn:souk:payment-method-unavailable")
    assert by_cash.status_code == 201
