"""Door 2: messages."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.logistics import ParcelMoved
from kit.messaging.handlers import Handlers
from souk_order.actions import parcels
from souk_order.actions.deps import Deps

handlers: Handlers[Deps] = Handlers()


@handlers.on_many(ParcelMoved)
async def follow_parcels(reports: Sequence[ParcelMoved], deps: Deps) -> None:
    await parcels.follow_parcels(deps, reports)
