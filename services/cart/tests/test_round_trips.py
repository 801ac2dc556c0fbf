"""How often each thing a shopper does speaks with the database: what grows here is paid by every request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from cart_examples import HOME, MUG

from souk_cart.app import build
from souk_cart.settings import Settings
from testkit.calls import FakeCalls
from testkit.clients import Caller, ServiceClient
from testkit.statements import CountedDatabase

CHANGE = "with saved as"
CONTACT = {"email": "asha@souk.example", "phone": "+91 98000 00000", "name": "Asha Rao"}
OPTION = {
    "code": "standard", "name": "Standard", "charge": {"amount": 5900, "currency": "INR"},
    "earliest": "2026-11-24", "latest": "2026-11-26",
}  # fmt: skip


@pytest.fixture
def calls() -> FakeCalls:
    calls = FakeCalls()
    calls.on("product", "GET", "/offers", {"items": [MUG]})
    quote = {"serviceable": True, "cash_on_delivery": True, "options": [OPTION]}
    calls.on("logistics", "POST", "/quotes", quote)
    return calls


@pytest.fixture
async def database(database_of) -> AsyncIterator[CountedDatabase]:
    async with CountedDatabase((await database_of("cart")).url) as database:
        yield database


@pytest.fixture
async def client(service_client, database: CountedDatabase, calls: FakeCalls) -> ServiceClient:
    return await service_client(build, Settings, calls=calls, database=database)


async def adds(shopper: Caller) -> Any:
    answer = await shopper.post("/cart/items", json={"sku": "MUG"}, headers={"idempotency-key": str(uuid4())})
    assert answer.status_code == 200
    return answer.json()


def heard(database: CountedDatabase) -> list[str]:
    """What was sent since the last time, by its first words; outside of a transaction each write is a commit."""
    sent, database.sent = database.sent, []
    return ["select" if sql.startswith("select") else " ".join(sql.split()[:3]) for sql in sent]


def services_in(calls: FakeCalls) -> list[str]:
    return [asked.service for asked in calls.asked]


async def test_an_add_is_two_statements_one_of_which_commits_and_nobody_is_asked(
    client: ServiceClient, database: CountedDatabase, calls: FakeCalls
) -> None:
    guest = client.as_guest()
    await adds(client.as_guest())
    heard(database)
    calls.asked.clear()

    await adds(guest)
    first = heard(database)
    await adds(guest)

    assert first == heard(database) == ["select", CHANGE]
    assert calls.asked == []


async def test_an_add_of_what_nobody_asked_for_lately_asks_once_and_keeps_the_answer_with_the_bag(
    client: ServiceClient, database: CountedDatabase, calls: FakeCalls
) -> None:
    await adds(client.as_guest())
    await client.deps.carts.drop_offers(["MUG"])
    heard(database)
    calls.asked.clear()

    await adds(client.as_guest())

    assert heard(database) == ["select", CHANGE]
    assert services_in(calls) == ["product"]

    await adds(client.as_guest())
    assert services_in(calls) == ["product"]


async def test_a_look_at_the_bag_is_one_statement_and_a_change_two(
    client: ServiceClient, database: CountedDatabase, calls: FakeCalls
) -> None:
    guest = client.as_guest()
    await adds(guest)
    heard(database)
    calls.asked.clear()

    await guest.get("/cart")
    looked = heard(database)
    await guest.put("/cart/items", json={"sku": "MUG", "quantity": 3})
    changed = heard(database)
    await guest.put("/cart/items", json={"sku": "MUG", "quantity": 0})

    assert looked == ["select"]
    assert changed == heard(database) == ["select", CHANGE]
    assert calls.asked == []


async def test_each_choice_at_checkout_is_two_statements_its_quote_one_and_its_end_two(
    client: ServiceClient, database: CountedDatabase, calls: FakeCalls
) -> None:
    guest_id = uuid4()
    guest = client.as_guest(guest_id)
    order = client.as_service("order", on_behalf_of=client.guest(guest_id))
    bag = await adds(guest)
    heard(database)
    calls.asked.clear()

    checkout = (await guest.put("/checkout", json={"contact": CONTACT, "address": HOME})).json()
    chosen, asked_to_choose = heard(database), services_in(calls)
    calls.asked.clear()
    await guest.put("/checkout", json={"contact": CONTACT, "address": HOME, "delivery": "standard"})
    chosen_again, asked_to_choose_again = heard(database), services_in(calls)
    calls.on("product", "GET", "/offers", {"items": [{**MUG, "stock": 89}]})  # sold meanwhile: nothing looks different
    await order.get(f"/checkouts/{checkout['id']}/quote")
    quoted, asked_to_buy = heard(database), services_in(calls)
    lines = [{"sku": "MUG", "quantity": 1}]
    body = {"cart_id": bag["id"], "order_id": str(uuid4()), "order_number": "SK-1", "lines": lines}
    await order.post(f"/checkouts/{checkout['id']}/ordered", json=body)
    ended = heard(database)
    await order.post(f"/checkouts/{checkout['id']}/ordered", json=body)

    assert (chosen, asked_to_choose) == (["select", "insert into checkouts"], ["logistics"])
    assert (chosen_again, asked_to_choose_again) == (["select", "insert into checkouts"], [])
    assert (quoted, asked_to_buy) == (["select"], ["product", "logistics"])
    assert ended == ["select", CHANGE]
    assert heard(database) == ["select"]
