from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from logistics_examples import a_placed_order, deps_with

from contracts.order import OrderPlaced
from kit.data.database import AlreadyDone, Database, PostgresStore
from souk_logistics.events import ship_placed_orders
from souk_logistics.storage.shipments import PostgresShipments

if TYPE_CHECKING:
    from testkit.plugin import DatabaseOf


async def test_a_redelivered_order_makes_no_second_shipment(database_of: DatabaseOf) -> None:
    database: Database = await database_of("logistics")
    deps = deps_with(PostgresShipments(database))
    order = OrderPlaced.model_validate_json(a_placed_order().model_dump_json())
    await ship_placed_orders([order], deps)

    with pytest.raises(AlreadyDone):  # which the consumer takes for success
        await ship_placed_orders([order], deps)

    assert await PostgresStore(database).fetchval("select count(*) from shipments") == 1
