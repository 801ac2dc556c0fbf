"""What the tables keep, and what they refuse even to code that is wrong."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from souk_order.domain.payments import Method
from souk_order.domain.placing import PendingOrders, PlacingLimits
from souk_order.domain.quotes import Tax
from souk_order.domain.refusals import OrderExists
from souk_order.domain.states import PaymentState
from souk_order.storage.documents import document_of, parts_of
from souk_order.testing.examples import NOW, a_quote, an_order, inr
from souk_order.testing.kept import MemoryKept, PostgresKept
from souk_order.testing.order_store_behaviour import MANY, OrderStoreBehaviour, added, saved

SOMEBODY_WAITS = """
select exists(select from pg_locks join pg_database on pg_database.oid = pg_locks.database
              where locktype = 'advisory' and not granted and datname = current_database())"""


class TestPostgresOrders(OrderStoreBehaviour):
    pass


class TestMemoryOrders(OrderStoreBehaviour):
    @pytest.fixture
    def kept(self) -> MemoryKept:
        return MemoryKept()


async def test_the_table_itself_refuses_an_unpaid_confirmed_order(kept: PostgresKept) -> None:
    order = await added(kept)

    with pytest.raises(asyncpg.CheckViolationError):
        await kept.sql("update orders set state = 'confirmed' where id = $1", order.id)


async def test_the_table_itself_refuses_a_cancelled_order_that_still_holds_money(kept: PostgresKept) -> None:
    order = await added(kept)
    await saved(kept, order.authorised("4242"))

    with pytest.raises(asyncpg.CheckViolationError):
        await kept.sql("update orders set state = 'cancelled' where id = $1", order.id)


async def test_cash_and_guests_are_kept_too(kept: PostgresKept) -> None:
    order = replace(an_order(method=Method.CASH_ON_DELIVERY, token=None), customer_id=None, guest_id=uuid4())
    await added(kept, order)

    await saved(kept, order.due_on_delivery())

    assert (await kept.orders.get(order.id)).payment.state is PaymentState.DUE


async def test_one_shoppers_orders_from_two_addresses_are_counted_one_after_the_other(kept: PostgresKept) -> None:
    async def counted(address: str) -> PendingOrders:
        async with kept.orders.transaction() as inside:
            return await inside.count_pending(replace(an_order(), placed_from=address))

    async with kept.orders.transaction() as inside:
        first = replace(an_order(), placed_from="here")
        await inside.count_pending(first)
        await inside.add(first, MANY)
        second = asyncio.create_task(counted("elsewhere"))
        async with asyncio.timeout(60):
            while not second.done() and not await kept.sql(SOMEBODY_WAITS):
                await kept.sql("select pg_sleep(0.01)")

    assert await second == PendingOrders(of_shopper=1, from_address=0)


async def test_of_orders_that_come_at_once_as_many_are_added_as_may_wait(kept: PostgresKept) -> None:
    adding = [
        kept.orders.add(replace(an_order(), customer_id=uuid4(), placed_from="here"), PlacingLimits(1, 3, 9))
        for _ in range(9)
    ]

    answers = await asyncio.gather(*adding, return_exceptions=True)

    assert [type(answer) for answer in answers if answer] == [OrderExists] * 6
    assert len(await kept.all_orders()) == 3


def test_a_document_says_its_version_and_is_read_back() -> None:
    quote = replace(a_quote(discount=5000), taxes=(Tax("IGST", 1800, inr(49800), inr(7597)),))

    document = json.loads(json.dumps(document_of(an_order(quote))))

    assert document["version"] == 4
    kept = parts_of(document)
    assert (kept["lines"], kept["totals"], kept["discounts"]) == (quote.lines, quote.totals, quote.discounts)
    assert kept["taxes"] == quote.taxes
    assert kept["lines"][0].paid == inr(44900)


# As it was kept before documents had versions.
UNVERSIONED: dict[str, Any] = {
    "lines": [
        {
            "sku": "MUG",
            "title": "Blue mug",
            "handle": "blue-mug",
            "quantity": 1,
            "unit_price": {"amount": 49900, "currency": "INR"},
            "line_total": {"amount": 49900, "currency": "INR"},
            "weight_grams": 400,
        }
    ],
    "totals": {name: {"amount": 49900, "currency": "INR"} for name in ("subtotal", "delivery", "total")},
    "contact": {"email": "alice@example.com", "phone": "+919800000000", "name": "Alice"},
    "address": {
        "name": "Alice",
        "phone": "+919800000000",
        "line1": "1 MG Road",
        "city": "Bengaluru",
        "state": "Karnataka",
        "postal_code": "560001",
        "country": "IN",
    },
    "delivery": {
        "code": "standard",
        "name": "Standard",
        "charge": {"amount": 4900, "currency": "INR"},
        "earliest": "2026-01-08",
        "latest": "2026-01-10",
    },
}


async def test_an_order_keeps_its_failure_when_no_release_knows_the_code_any_more(kept: PostgresKept) -> None:
    order = await added(kept)
    failure = {"code": "of-long-ago", "cause": "It was so.", "fix": "Place it again.", "facts": {}}
    await kept.sql("update orders set failure = $2 where id = $1", order.id, failure)

    read = (await kept.orders.get(order.id)).cancelled(NOW)

    assert read.failure
    assert (read.failure.code, read.failure.as_error().code) == ("of-long-ago", "checkout-failure")


async def test_an_order_of_before_is_read_although_it_lacks_newer_fields(kept: PostgresKept) -> None:
    order = await added(kept)
    await kept.sql("update orders set document = $2 where id = $1", order.id, UNVERSIONED)

    read = await kept.orders.get(order.id)

    assert (read.lines[0].options, read.lines[0].image, read.address.line2) == ({}, None, "")
    assert (read.lines[0].paid, read.totals.discount, read.discounts) == (read.lines[0].line_total, inr(0), ())
    assert read.delivery == order.delivery
