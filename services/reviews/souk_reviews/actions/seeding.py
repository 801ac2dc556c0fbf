"""What an empty shop opens with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kit.ids import uuid7
from souk_reviews.actions.deps import Deps
from souk_reviews.actions.summaries import keep_summary
from souk_reviews.domain.reviews import Opinion, Review, State


@dataclass(frozen=True, slots=True)
class SeededReview:
    opinion: Opinion
    at: datetime
    helpful: int


async def bring(deps: Deps, handle: str, seeded: Sequence[SeededReview]) -> bool:
    """Nobody's, and verified by nobody. What was brought once is never brought again."""
    async with deps.reviews.transaction() as reviews:
        if not await reviews.is_first(handle):
            return False
        for one in seeded:
            review = Review(
                uuid7(), handle, None, one.opinion, verified=False, state=State.PUBLISHED, flags=one.opinion.flags,
                written_at=one.at, helpful=one.helpful,
            )  # fmt: skip
            await reviews.add(review)
            await keep_summary(reviews, handle, None, review, deps.clock.now())
    return True
