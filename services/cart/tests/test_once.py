"""One key is one add, whatever else happens at that moment; its answer is there exactly when its effect is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from cart_examples import HOME, MUG

from kit.data.idempotency import JSON, Answer, RecordId
from souk_cart.app import build
from souk_cart.settings import Settings
from souk_cart.storage.carts import PostgresCarts
from testkit.at_once import at_once
from testkit.calls import FakeCalls
from testkit.clients import Caller, ServiceClient

ROUTE = "POST /api/v1/cart/items"


@pytest.fixture
async def client(service_client) -> ServiceClient:
    calls = FakeCalls()
    calls.on("product", "GET", "/offers", {"items": [MUG]})
    return await service_client(build, Settings, calls=calls)


@pytest.fixture
def database(client: ServiceClient) -> PostgresCarts:
    return PostgresCarts(client.infra.database)


def adding(shopper: Caller, key: str, quantity: int = 1) -> Awaitable[Any]:
    body = {"sku": "MUG", "quantity": quantity}
    return shopper.post("/cart/items", json=body, headers={"idempotency-key": key})


async def test_one_key_sent_ten_times_at_once_adds_once_and_all_hear_the_same(client: ServiceClient) -> None:
    guest = client.as_guest()

    answers = await at_once([adding(guest, "one-click") for _ in range(10)], most=10)

    assert {(answer.status_code, answer.text) for answer in answers} == {(200, answers[0].text)}
    assert sum("idempotent-replayed" in answer.headers for answer in answers) == 9
    assert (await guest.get("/cart")).json()["item_count"] == 1


async def test_of_different_requests_with_one_key_at_once_one_is_done_and_the_others_are_refused(
    client: ServiceClient,
) -> None:
    guest = client.as_guest()

    answers = await at_once([adding(guest, "one-click", quantity) for quantity in range(1, 6)])

    done = [answer for answer in answers if answer.status_code == 200]
    refused = [answer.json()["type"] for answer in answers if answer.status_code == 422]
    assert (len(done), refused) == (1, ["urn:souk:idempotency-key-reused"] * 4)
    assert (await guest.get("/cart")).json()["item_count"] == done[0].json()["item_count"]


async def test_two_devices_and_all_their_clicks_are_all_there(client: ServiceClient) -> None:
    customer_id = uuid4()
    phone, laptop = client.as_customer(customer_id), client.as_customer(customer_id)

    answers = await at_once([adding(each, f"click-{uuid4()}") for each in (phone, laptop) for _ in range(8)], most=16)

    assert sorted(answer.json()["item_count"] for answer in answers) == list(range(1, 17))
    assert sorted(answer.json()["version"] for answer in answers) == list(range(1, 17))
    assert (await phone.get("/cart")).json()["item_count"] == 16


async def test_a_repeat_is_answered_without_asking_anybody_and_whatever_the_bag_holds_by_now(
    client: ServiceClient,
) -> None:
    guest = client.as_guest()
    first = await adding(guest, "one-click", 90)
    await guest.delete("/cart/items/MUG")
    await client.deps.carts.drop_offers(["MUG"])
    client.calls.lose("product", "GET", "/offers")

    again = await adding(guest, "one-click", 90)

    assert (again.status_code, again.text) == (200, first.text)
    assert again.headers["content-type"] == first.headers["content-type"] == "application/json"


async def test_a_refused_add_uses_up_no_key(client: ServiceClient) -> None:
    guest = client.as_guest()
    refused = await adding(guest, "one-click", 99)
    client.calls.on("product", "GET", "/offers", {"items": [{**MUG, "stock": 200}]})

    added = await adding(guest, "one-click", 99)

    assert (refused.status_code, added.status_code) == (409, 200)


async def test_an_effect_without_its_answer_never_stays(client: ServiceClient, database: PostgresCarts) -> None:
    """The key has an answer already, which this request did not see when it read the bag."""
    guest_id = uuid4()
    owner, guest = f"guest:{guest_id}", client.as_guest(guest_id)
    await adding(guest, "one-click")
    before = await database.find_cart(owner)
    record = RecordId(owner, ROUTE, "one-click", b"the same")

    with pytest.raises(asyncpg.UniqueViolationError):
        await database.save_cart(before, before, client.clock.now(), record, Answer(200, JSON, b"{}"))

    assert await database.find_cart(owner) == before


async def test_a_key_that_another_release_works_on_is_waited_for(
    client: ServiceClient, database: PostgresCarts
) -> None:
    guest_id = uuid4()
    await database.execute(
        """insert into kit_idempotency (caller, route, key, fingerprint, claim, lease_until, expires_at)
           values ($1, $2, 'one-click', $3, gen_random_uuid(), now() + interval '5 s', now() + interval '2 days')""",
        f"guest:{guest_id}", ROUTE, b"the same",
    )  # fmt: skip

    other = await adding(client.as_guest(guest_id), "one-click")
    await database.execute("delete from kit_idempotency")
    fingerprint = await kept_fingerprint(database, lambda: adding(client.as_guest(), "one-click"))
    await database.execute(
        """insert into kit_idempotency (caller, route, key, fingerprint, claim, lease_until, expires_at)
           values ($1, $2, 'one-click', $3, gen_random_uuid(), now() + interval '5 s', now() + interval '2 days')""",
        f"guest:{guest_id}", ROUTE, fingerprint,
    )  # fmt: skip
    same = await adding(client.as_guest(guest_id), "one-click")

    assert (other.status_code, other.json()["type"]) == (422, "urn:souk:idempotency-key-reused")
    assert (same.status_code, same.json()["type"]) == (409, "urn:souk:still-running")
    assert (await client.as_guest(guest_id).get("/cart")).json()["item_count"] == 0


async def kept_fingerprint(database: PostgresCarts, work: Callable[[], Awaitable[Any]]) -> bytes:
    await work()
    return await database.fetchval("select fingerprint from kit_idempotency")


async def test_merges_a_checkout_and_many_clicks_at_once_lose_nothing(client: ServiceClient) -> None:
    days = {"earliest": "2026-11-24", "latest": "2026-11-26"}
    option = {"code": "standard", "name": "Standard", "charge": {"amount": 1, "currency": "INR"}, **days}
    client.calls.on(
        "logistics", "POST", "/quotes", {"serviceable": True, "cash_on_delivery": True, "options": [option]}
    )
    guest_id = uuid4()
    guest, customer = client.as_guest(guest_id), client.as_customer(guest_id=guest_id)
    await adding(guest, "first-click", 5)
    contact = {"email": "asha@souk.example", "phone": "+91 98000 00000", "name": "Asha Rao"}

    answers = await at_once(
        [
            *(adding(customer, f"click-{uuid4()}") for _ in range(4)),
            guest.put("/checkout", json={"contact": contact, "address": HOME}),
            *(customer.post("/cart/merge") for _ in range(3)),
        ]
    )

    assert {answer.status_code for answer in answers} <= {200, 409}, [answer.text for answer in answers]
    assert (await guest.get("/cart")).json()["item_count"] == 0
    # The guest's 5 and up to 4 clicks: a click before the merge is in its maximum, one after it comes on top.
    assert 5 <= (await customer.get("/cart")).json()["item_count"] <= 9
