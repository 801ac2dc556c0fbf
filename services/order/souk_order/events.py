"""Door 2: messages."""

from __future__ import annotations

from contracts.logistics import ParcelMoved
from kit.messaging.handlers import Handlers
from souk_order.actions import parcels
from souk_order.actions.deps import Deps

handlers: Handlers[Deps] = Handlers()


@handlers.on(ParcelMoved)
async def follow_parcel(report: ParcelMoved, deps: Deps) -> None:
    await parcels.follow_parcel(deps, report)
