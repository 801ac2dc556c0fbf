"""Door 2: what other services announce."""

from __future__ import annotations

from contracts.order import OrderPlaced
from kit.messaging.handlers import Handlers
from souk_logistics import actions
from souk_logistics.actions import Deps

handlers = Handlers()


@handlers.on(OrderPlaced)
async def ship_placed_order(event: OrderPlaced, deps: Deps) -> None:
    await actions.ship(deps, event)
