"""What a shipment and its moves cost: how often logistics speaks with its database, however many parcels there are.

Whoever makes a number smaller writes the new one here; a larger one needs its reason in
docs/decisions/0018-what-follows-an-order.md.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import pytest
from logistics_examples import a_placed_order, deps_with

from kit.data.database import AlreadyDone
from souk_logistics.actions.parcels import move_due_parcels, ship
from souk_logistics.storage.shipments import PostgresShipments
from testkit.statements import CountedDatabase

if TYPE_CHECKING:
    from testkit.plugin import DatabaseOf


@pytest.fixture
async def counted(database_of: DatabaseOf) -> AsyncIterator[CountedDatabase]:
    async with CountedDatabase((await database_of("logistics")).url) as database:
        yield database


@pytest.mark.parametrize("number", [1, 20])
async def test_placed_orders_become_shipments_by_one_statement_however_many(
    counted: CountedDatabase, number: int
) -> None:
    deps = deps_with(PostgresShipments(counted))
    orders = [a_placed_order() for _ in range(number)]

    await ship(deps, orders)
    assert len(counted.sent) == 1, counted.sent

    with pytest.raises(AlreadyDone):
        await ship(deps, orders)
    assert len(counted.sent) == 2, counted.sent


@pytest.mark.parametrize("number", [1, 20])
async def test_parcels_move_by_two_statements_however_many_and_where_none_is_due_by_one(
    counted: CountedDatabase, number: int
) -> None:
    deps = deps_with(PostgresShipments(counted))
    await ship(deps, [a_placed_order() for _ in range(number)])
    clock: Any = deps.clock
    clock.advance(seconds=20)

    counted.sent.clear()
    assert await move_due_parcels(deps) == number
    assert len(counted.sent) == 2, counted.sent  # claimed before the carriers are asked; kept and announced

    counted.sent.clear()
    assert await move_due_parcels(deps) == 0
    assert len(counted.sent) == 1, counted.sent
