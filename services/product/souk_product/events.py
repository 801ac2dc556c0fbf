"""Door 2: what other services announce."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.order import OrderRefunded
from contracts.reviews import ReviewSummaryChanged
from kit.messaging.handlers import Handlers
from souk_product.actions import ratings, reservations
from souk_product.actions.deps import Deps
from souk_product.domain.ratings import Rating
from souk_product.domain.stock import Line

handlers: Handlers[Deps] = Handlers()


@handlers.on_many(ReviewSummaryChanged)
async def keep_ratings(events: Sequence[ReviewSummaryChanged], deps: Deps) -> None:
    told = [Rating(event.handle, event.version, event.counts) for event in events]
    await ratings.keep_ratings(deps, told, once=[event.id for event in events])


@handlers.on(OrderRefunded)
async def take_back(event: OrderRefunded, deps: Deps) -> None:
    returned = [Line(line.sku, line.quantity) for line in event.lines if line.restocked]
    if returned:
        await reservations.take_back(deps, returned, once=event.id)
