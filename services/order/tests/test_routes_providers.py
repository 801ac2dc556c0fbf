"""What the provider sends over HTTP, and what the simulated one serves itself."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from kit.data.database import Database
from souk_order.app import build
from souk_order.domain.webhooks import Signatures
from souk_order.settings import Settings
from souk_order.testing.examples import ALICE
from souk_order.testing.requests import QUICK, MakeClient, Neighbours, placed, request
from souk_order.testing.shop import GOOD, REDIRECTS
from testkit.clients import ServiceClient


async def redirected(client: ServiceClient) -> tuple[str, str]:
    """The order's id, and the path of the bank's page."""
    order = (await placed(client, await request(client, REDIRECTS))).json()
    challenge = order["payment"]["challenge"]
    assert challenge["kind"] == "redirect"
    return order["id"], "/simulated-bank/" + challenge["url"].rpartition("/")[2]


def signed(client: ServiceClient, body: bytes) -> dict[str, str]:
    signature = Signatures("test").of(body, client.clock.now())
    return {"content-type": "application/json", "souk-signature": signature}


async def test_the_banks_page_sends_the_shopper_back_and_the_order_is_asked_about(client: ServiceClient) -> None:
    order_id, page = await redirected(client)

    shown = await client.as_anyone().get(page)
    answered = await client.as_anyone().post(f"{page}/approve")
    back = answered.headers["location"]
    returned = await client.as_anyone().get(back.partition("/api/v1")[2])
    await asyncio.wait_for(client.deps.sagas.settled(), 60)

    assert (shown.status_code, answered.status_code, returned.status_code) == (200, 303, 303)
    assert "INR 548.00" in shown.text
    assert back.startswith(f"http://localhost:8888/order-service/api/v1/orders/{order_id}/payment-return")
    assert returned.headers["location"] == f"/orders/{order_id}"
    assert (await client.as_customer(ALICE).get(f"/orders/{order_id}")).json()["state"] == "confirmed"


async def test_the_return_leads_nowhere_but_to_the_order_and_believes_nothing(client: ServiceClient) -> None:
    order_id, _ = await redirected(client)
    queries = ("?status=authorised", "?return_url=https://evil.example", "?next=//evil.example&state=confirmed")

    for query in queries:
        returned = await client.as_anyone().get(f"/orders/{order_id}/payment-return{query}")
        assert (returned.status_code, returned.headers["location"]) == (303, f"/orders/{order_id}")
    await asyncio.wait_for(client.deps.sagas.settled(), 60)
    unknown, no_id = uuid4(), "%2F%2Fevil.example"

    assert (await client.as_customer(ALICE).get(f"/orders/{order_id}")).json()["state"] == "pending"
    elsewhere = await client.as_anyone().get(f"/orders/{unknown}/payment-return")
    assert elsewhere.headers["location"] == f"/orders/{unknown}"
    assert (await client.as_anyone().get(f"/orders/{no_id}/payment-return")).status_code in {400, 404}


async def test_a_cross_site_return_with_the_shoppers_cookie_is_no_forgery(client: ServiceClient) -> None:
    order_id, _ = await redirected(client)
    from_the_bank = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "cookie": "souk_access_customer=x"}

    returned = await client.with_headers(from_the_bank).get(f"/orders/{order_id}/payment-return")

    assert returned.status_code == 303


async def test_a_signed_message_is_taken_once_and_again(client: ServiceClient) -> None:
    order_id, page = await redirected(client)
    await client.as_anyone().post(f"{page}/approve")
    body = b'{"id": "evt_1", "kind": "charge.authorised", "charge": "%s"}' % order_id.encode()

    answers = [
        await client.as_anyone().post("/webhooks/simulated", content=body, headers=signed(client, body))
        for _ in range(3)
    ]
    await asyncio.wait_for(client.deps.sagas.settled(), 60)

    assert [answer.status_code for answer in answers] == [204] * 3
    assert (await client.as_customer(ALICE).get(f"/orders/{order_id}")).json()["state"] == "confirmed"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"id": "evt_1", "kind": "payout.paid", "charge": "po_1"}', 204),
        (b"not even JSON", 401),
        (b'{"kind": "charge.authorised"}', 401),
        (b"x" * 65_537, 413),
    ],
)
async def test_what_a_message_may_be(client: ServiceClient, body: bytes, status: int) -> None:
    answer = await client.as_anyone().post("/webhooks/simulated", content=body, headers=signed(client, body))

    assert answer.status_code == status


async def test_a_forged_message_is_401_and_says_nothing(client: ServiceClient) -> None:
    body = b'{"id": "evt_1", "kind": "charge.authorised", "charge": "x"}'
    signatures = ({}, {"souk-signature": ""}, {"souk-signature": Signatures("guess").of(body, client.clock.now())})

    answers = [await client.post("/webhooks/simulated", content=body, headers=each) for each in signatures]

    assert [answer.status_code for answer in answers] == [401] * 3
    assert {answer.json()["cause"] for answer in answers} == {"This message is not accepted."}


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
    webhook = await client.post("/webhooks/simulated", content=b"{}")
    bank = await client.get("/simulated-bank/some-page")
    by_card = await placed(client, {**body, "payment": {"method": "card", "token": "sim_12345678"}})
    by_cash = await placed(client, body)

    assert (refused.status_code, refused.json()["type"]) == (403, "urn:souk:simulation-refused")
    assert (by_card.status_code, by_card.json()["type"]) == (409, "urn:souk:payment-method-unavailable")
    assert by_cash.status_code == 201
    assert (webhook.status_code, bank.status_code) == (404, 403)
