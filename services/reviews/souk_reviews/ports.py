"""What reviews asks of its stores."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol, Self
from uuid import UUID

from kit.events import Event
from souk_reviews.domain.photos import Chosen, Photo, Upload
from souk_reviews.domain.purchases import Purchase
from souk_reviews.domain.reading import Order, Position, ReviewPage
from souk_reviews.domain.reviews import Review, Standing, State
from souk_reviews.domain.sellers import Ownership
from souk_reviews.domain.summaries import Counts, Summary


class PurchaseStore(Protocol):
    """Who bought what, and whether it arrived; the two are announced in any order."""

    def transaction(self, once: Sequence[UUID]) -> AbstractAsyncContextManager[Self]: ...
    async def add_purchases(self, purchases: Collection[Purchase]) -> None: ...
    async def add_deliveries(self, order_ids: Collection[UUID], at: datetime) -> None: ...
    async def standing_of(self, customer_id: UUID, handle: str) -> Standing: ...
    async def is_watched(self, customer_id: UUID, handle: str) -> bool:
        """They deleted a review of it that was not published."""
        ...

    async def remove_purchases_of(self, customer_id: UUID) -> None: ...
    async def remove_deliveries_of_nobody(self, before: datetime) -> None:
        """Of orders that no customer placed: nobody can review them."""
        ...


class SellerStore(Protocol):
    """Whose products are."""

    def transaction(self, once: Sequence[UUID]) -> AbstractAsyncContextManager[Self]: ...
    async def save(self, owned: Sequence[Ownership]) -> None:
        """Of a version that is older than what is kept nothing counts."""
        ...


class PhotoStore(Protocol):
    def transaction(self) -> AbstractAsyncContextManager[Self]: ...
    async def add_photo(self, upload: Upload) -> None: ...
    async def claim_loose_before(self, moment: datetime, most: int) -> Sequence[Photo]:
        """Those of no review that have expired; they come again until they are removed."""
        ...

    async def remove_photos(self, ids: Collection[UUID]) -> None: ...


class ReviewStore(Protocol):
    def transaction(self) -> AbstractAsyncContextManager[Self]: ...

    # What shoppers read.
    async def list_published(
        self, handle: str, order: Order, stars: int | None, start: Position | None, limit: int
    ) -> tuple[Summary, ReviewPage]: ...
    async def find_of_author(self, author_id: UUID, handle: str) -> Review | None: ...
    async def list_of_author(self, author_id: UUID, start: UUID | None, limit: int) -> Sequence[Review]:
        """The newest first, from `start` on."""
        ...

    async def list_helpful_to(self, voter_id: UUID, handle: str) -> Sequence[UUID]: ...
    async def list_in_state(
        self, state: State, start: tuple[datetime, UUID] | None, limit: int, seller_id: UUID | None = None
    ) -> Sequence[Review]:
        """Who waits longest comes first; of one seller's products, or of all."""
        ...

    # Inside a transaction; what is got to change stays locked until it ends.
    async def find_of_author_to_change(self, author_id: UUID, handle: str) -> Review | None:
        """Also where there is none: who writes the same one at once waits."""
        ...

    async def get_to_change(self, review_id: UUID) -> Review:
        """Raises UnknownReview."""
        ...

    async def find_seller(self, handle: str) -> UUID | None:
        """None: the product is the shop's own."""
        ...

    async def add(self, review: Review) -> None: ...
    async def save(self, review: Review) -> None: ...
    async def remove(self, review_id: UUID, now: datetime) -> None:
        """Its photos are loose from now on."""
        ...

    async def keep_photos(
        self, review_id: UUID, owner_id: UUID, chosen: Sequence[Chosen], now: datetime
    ) -> tuple[Photo, ...]:
        """Exactly these, in this order. Raises UnknownPhoto for one that is not the owner's, or another review's."""
        ...

    async def let_photos_go(self, review_id: UUID, now: datetime) -> None: ...
    async def watch(self, customer_id: UUID, handle: str) -> None: ...
    async def change_summary(self, handle: str, change: Counts) -> Summary: ...
    async def add_vote(self, review_id: UUID, voter_id: UUID) -> None:
        """Counts once, however often it is said."""
        ...

    async def remove_vote(self, review_id: UUID, voter_id: UUID) -> None: ...
    async def disown(self, author_id: UUID, name: str, now: datetime) -> None:
        """Photos are loose from now on; reviews and votes stay, and nobody knows whose they were."""
        ...

    async def is_first(self, name: str) -> bool:
        """Notes that the seed has brought this; False where it had before."""
        ...

    async def publish(self, event: Event) -> None: ...
