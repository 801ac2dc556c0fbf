"""A product's summary follows its reviews, in the transaction that changes them."""

from __future__ import annotations

from datetime import datetime

from contracts.reviews import ReviewSummaryChanged
from souk_reviews.domain.reviews import Review
from souk_reviews.domain.summaries import NO_REVIEWS, change_of
from souk_reviews.ports import ReviewStore


async def keep_summary(
    reviews: ReviewStore, handle: str, before: Review | None, after: Review | None, now: datetime
) -> None:
    """Last in the transaction: all who review the product wait for it."""
    change = change_of(before.counted_stars if before else None, after.counted_stars if after else None)
    if change == NO_REVIEWS:
        return
    summary = await reviews.change_summary(handle, change)
    await reviews.publish(ReviewSummaryChanged(at=now, handle=handle, version=summary.version, counts=summary.counts))
