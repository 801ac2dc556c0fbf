"""What a buyer does with their review, and what others say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from kit.ids import uuid7
from souk_reviews.actions.deps import Deps
from souk_reviews.actions.photos import remove_soon
from souk_reviews.actions.summaries import keep_summary
from souk_reviews.domain.photos import Chosen
from souk_reviews.domain.refusals import UnknownReview
from souk_reviews.domain.reviews import NOBODY, Opinion, Review, Standing, State, check_standing, written
from souk_reviews.ports import ReviewStore


@dataclass(frozen=True, slots=True)
class Mine:
    """What a product's reviews are to one customer."""

    standing: Standing
    review: Review | None
    helpful: Sequence[UUID]


async def show_mine(deps: Deps, customer_id: UUID, handle: str) -> Mine:
    return Mine(
        await deps.purchases.standing_of(customer_id, handle),
        await deps.reviews.find_of_author(customer_id, handle),
        await deps.reviews.list_helpful_to(customer_id, handle),
    )


async def write(
    deps: Deps, customer_id: UUID, handle: str, opinion: Opinion, chosen: Sequence[Chosen] | None = None
) -> Review:
    """The customer's one review of a product, new or changed; `chosen` photos, or those that it has (None)."""
    standing = await deps.purchases.standing_of(customer_id, handle)
    watched = await deps.purchases.is_watched(customer_id, handle)
    now = deps.clock.now()
    async with deps.reviews.transaction() as reviews:
        before = await reviews.find_of_author_to_change(customer_id, handle)
        photos = chosen if chosen is not None else [photo.chosen for photo in before.photos] if before else ()
        if before:
            review = before.edited(opinion, now, photos)
            await reviews.save(review)
        else:
            check_standing(standing, handle)
            review = written(uuid7(), handle, customer_id, opinion, now, photos, watched=watched)
            await reviews.add(review)
        if photos or (before and before.photos):
            review = replace(review, photos=await reviews.keep_photos(review.id, customer_id, photos, now))
        await keep_summary(reviews, handle, before, review, now)
    if before and before.photos:
        await remove_soon(deps)
    return review


async def delete(deps: Deps, customer_id: UUID, handle: str) -> None:
    async with deps.reviews.transaction() as reviews:
        review = await reviews.find_of_author_to_change(customer_id, handle)
        if review is None:
            return
        await reviews.remove(review.id, deps.clock.now())
        if review.state is not State.PUBLISHED:
            await reviews.watch(customer_id, handle)
        await keep_summary(reviews, handle, review, None, deps.clock.now())
    if review.photos:
        await remove_soon(deps)


async def find_helpful(deps: Deps, voter_id: UUID, review_id: UUID) -> None:
    async with deps.reviews.transaction() as reviews:
        review = await _published(reviews, review_id)
        review.check_voter(voter_id)
        await reviews.add_vote(review_id, voter_id)


async def find_helpful_no_more(deps: Deps, voter_id: UUID, review_id: UUID) -> None:
    async with deps.reviews.transaction() as reviews:
        await _published(reviews, review_id)
        await reviews.remove_vote(review_id, voter_id)


async def disown(deps: Deps, customer_id: UUID) -> None:
    """What the customer said stays; that they said it, their photos, purchases and votes do not."""
    async with deps.reviews.transaction() as reviews:
        await reviews.disown(customer_id, NOBODY, deps.clock.now())
    await deps.purchases.remove_purchases_of(customer_id)
    await remove_soon(deps)


async def _published(reviews: ReviewStore, review_id: UUID) -> Review:
    review = await reviews.get_to_change(review_id)
    if review.state is not State.PUBLISHED:
        raise UnknownReview
    return review
