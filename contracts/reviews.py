"""Facts the reviews service announces."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from kit.events import Event

MOST_STARS: Final = 5
Count = Annotated[int, Field(ge=0)]


class ReviewSummaryChanged(Event, subject="reviews.summary-changed.v1"):
    """How a product is rated now. `version` grows with each change of one product, so that an older fact is known."""

    handle: str  # the product's
    version: int
    counts: tuple[Count, Count, Count, Count, Count]  # reviews of one star, of two, up to five
