"""What moderators and sellers do with reviews."""

from __future__ import annotations

from uuid import UUID

from kit.http.auth import User
from souk_reviews.actions.deps import Deps
from souk_reviews.actions.photos import remove_soon
from souk_reviews.actions.summaries import keep_summary
from souk_reviews.domain.refusals import NotYourProduct
from souk_reviews.domain.reviews import Answer, Reason, Review, State


async def decide(deps: Deps, review_id: UUID, to: State, reason: Reason | None, version: int) -> Review:
    async with deps.reviews.transaction() as reviews:
        before = await reviews.get_to_change(review_id)
        review = before.decided(to, reason, version)
        await reviews.save(review)
        now = deps.clock.now()
        if to is State.REJECTED:
            await reviews.let_photos_go(review.id, now)
        await keep_summary(reviews, review.handle, before, review, now)
    if to is State.REJECTED:
        await remove_soon(deps)
    return review


async def answer(deps: Deps, user: User, review_id: UUID, text: str) -> Review:
    return await _answered(deps, user, review_id, Answer(text, deps.clock.now()))


async def take_answer_back(deps: Deps, user: User, review_id: UUID) -> Review:
    return await _answered(deps, user, review_id, None)


async def _answered(deps: Deps, user: User, review_id: UUID, text: Answer | None) -> Review:
    """By who sells the product, or an admin."""
    async with deps.reviews.transaction() as reviews:
        before = await reviews.get_to_change(review_id)
        if not user.acts_for(await reviews.find_seller(before.handle)):
            raise NotYourProduct(before.handle)
        review = before.answered(text)
        await reviews.save(review)
    return review
