"""Door 2: what orders announce, and every service of its staff's changes."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.order import OrderCancelled, OrderPlaced, OrderRefunded
from kit.audit import Audited
from kit.messaging.handlers import Handlers
from souk_activity.actions import following
from souk_activity.actions.deps import Deps

handlers: Handlers[Deps] = Handlers()


@handlers.on_many(OrderPlaced)
async def count_orders(events: Sequence[OrderPlaced], deps: Deps) -> None:
    await following.count_orders(deps, events)


@handlers.on_many(OrderCancelled)
async def count_undone(events: Sequence[OrderCancelled], deps: Deps) -> None:
    await following.count_undone(deps, events)


@handlers.on_many(OrderRefunded)
async def count_refunds(events: Sequence[OrderRefunded], deps: Deps) -> None:
    await following.count_refunds(deps, events)


@handlers.on_many(Audited)
async def keep_trail(events: Sequence[Audited], deps: Deps) -> None:
    await following.keep_trail(deps, events)
