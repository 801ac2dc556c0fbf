"""Door 2: what other services announce."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.order import OrderPlaced
from kit.messaging.handlers import Handlers
from souk_logistics.actions import parcels
from souk_logistics.actions.deps import Deps

handlers: Handlers[Deps] = Handlers()


@handlers.on_many(OrderPlaced)
async def ship_placed_orders(events: Sequence[OrderPlaced], deps: Deps) -> None:
    await parcels.ship(deps, events)
