"""What an order costs its service: how often it speaks with its database, and how often each write waits for the disk.

Whoever makes a number smaller writes the new one here; a larger one needs its reason in
docs/decisions/0011-what-an-order-costs.md.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from contracts.logistics import ParcelMoved
from souk_order.actions.parcels import follow_parcels
from souk_order.domain.orders import Order
from souk_order.domain.states import OrderState
from souk_order.testing.kept import PostgresKept
from souk_order.testing.shop import GOOD, OrderShop
from testkit.statements import CountedDatabase


@pytest.fixture
async def counted(database_of: Any) -> AsyncIterator[CountedDatabase]:
    async with CountedDatabase((await database_of("order")).url) as database:
        yield database


@pytest.fixture
def shop(counted: CountedDatabase) -> OrderShop:
    return OrderShop(PostgresKept(counted), place_wait_s=60)


async def placed(shop: OrderShop, counted: CountedDatabase, card: str | None) -> Sequence[str]:
    """What is sent for a whole order, without the simulated bank's own books."""
    request = await shop.request(shop.checkout(), card)
    counted.sent.clear()
    order = await shop.sends(request)
    assert order.state is OrderState.CONFIRMED
    return [sql for sql in counted.sent if "simulated_" not in sql]


async def test_an_order_paid_on_delivery_is_three_round_trips_and_as_many_commits(
    shop: OrderShop, counted: CountedDatabase
) -> None:
    sent = await placed(shop, counted, None)

    # The order with its saga; the goods sold, before the cart is told; confirmed and announced.
    assert len(sent) == commits(sent) == 3, sent


async def test_an_order_paid_by_card_is_three_round_trips_and_as_many_commits(
    shop: OrderShop, counted: CountedDatabase
) -> None:
    sent = await placed(shop, counted, GOOD)

    # The order with its saga; goods and money held, before the money is taken; confirmed and announced.
    assert len(sent) == commits(sent) == 3, sent


async def test_reports_that_change_orders_are_two_round_trips_and_others_one_however_many(
    shop: OrderShop, counted: CountedDatabase
) -> None:
    moves = [a_move(await shop.places(number=None)) for _ in range(3)]

    for together in (moves[:1], moves[1:]):
        counted.sent.clear()
        await follow_parcels(shop.deps, together)
        assert len(counted.sent) == 2, counted.sent
        assert commits(counted.sent) == 1

    counted.sent.clear()
    await follow_parcels(shop.deps, moves)  # told once more
    assert len(counted.sent) == 1, counted.sent
    assert commits(counted.sent) == 0


def a_move(order: Order) -> ParcelMoved:
    now = datetime.now(UTC)
    return ParcelMoved(
        at=now, shipment_id=uuid4(), order_id=order.id, tracking_number="SX1", state="picked_up", place="Bengaluru",
        moved_at=now,
    )  # fmt: skip


def commits(sent: Sequence[str]) -> int:
    """Outside of begin and commit each statement that writes is one."""
    count, inside = 0, False
    for sql in (each.lower() for each in sent):
        if sql.startswith("begin"):
            inside = True
        elif sql.startswith(("commit", "rollback")):
            count += sql.startswith("commit")
            inside = False
        elif not inside and not sql.startswith("select"):
            count += 1
    return count
