from __future__ import annotations

from typing import TYPE_CHECKING

from logistics_examples import a_placed_order

from contracts.order import OrderPlaced
from kit.data.database import AlreadyDone, Database, PostgresStore
from souk_logistics.events import ship_placed_order

if TYPE_CHECKING:
    from souk_logistics.actions.deps import Deps


async def test_a_redelivered_order_makes_no_second_shipment(deps: Deps, database: Database) -> None:
    order = OrderPlaced.model_validate_json(a_placed_order().model_dump_json())

    await ship_placed_order(order, deps)
    try:
        await ship_placed_order(order, deps)
        repeated = False
    except AlreadyDone:  # the consumer takes this as success
        repeated = True

    assert repeated
    assert await PostgresStore(database).fetchval("select count(*) from shipments") == 1
