"""Door 2: what other services announce."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.reviews import ReviewSummaryChanged
from kit.messaging.handlers import Handlers
from souk_product.actions import ratings
from souk_product.actions.deps import Deps
from souk_product.domain.ratings import Rating

handlers: Handlers[Deps] = Handlers()


@handlers.on_many(ReviewSummaryChanged)
async def keep_ratings(events: Sequence[ReviewSummaryChanged], deps: Deps) -> None:
    told = [Rating(event.handle, event.version, event.counts) for event in events]
    await ratings.keep_ratings(deps, told, once=[event.id for event in events])
