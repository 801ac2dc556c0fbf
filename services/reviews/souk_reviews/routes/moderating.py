"""What moderators and sellers do. Sellers read and answer what is said of their own goods; they do not decide it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from kit.http.auth import User, staff
from kit.http.pages import Cursor, Limit, Moment, decode, encode
from kit.http.refusals import refuses
from kit.http.router import Router
from souk_reviews.actions import moderating
from souk_reviews.domain.refusals import IllegalDecision, NotYourProduct, ReviewChanged, UnknownReview
from souk_reviews.domain.reviews import State
from souk_reviews.routes.deps import ReviewId, ReviewsDeps
from souk_reviews.schemas import Decide, ModeratedReview, ModerationQueue, WriteAnswer

router = Router()
Reader = Annotated[User, staff("reviews:read", "seller", "admin")]
Answerer = Annotated[User, staff("reviews:answer", "seller", "admin")]
Moderator = Annotated[User, staff("reviews:moderate")]


@router.get("/moderation/reviews")
async def list_queue(
    reader: Reader, deps: ReviewsDeps, state: State = State.WAITING, limit: Limit = 24, cursor: Cursor = None
) -> ModerationQueue:
    """Who waits longest comes first. A seller reads of their own team's products."""
    seller_id = reader.team if reader.type == "seller" else None
    start: tuple[datetime, UUID] | None = decode(cursor, (Moment, UUID))  # type: ignore[assignment]
    found = await deps.reviews.list_in_state(state, start, limit + 1, seller_id)
    more = encode(found[limit - 1].written_at, found[limit - 1].id) if len(found) > limit else None
    return ModerationQueue(items=[ModeratedReview.of(review) for review in found[:limit]], next_cursor=more)


@router.put("/moderation/reviews/{review_id}/decision")
@refuses(UnknownReview, ReviewChanged, IllegalDecision)
async def decide(review_id: ReviewId, body: Decide, _: Moderator, deps: ReviewsDeps) -> ModeratedReview:
    return ModeratedReview.of(await moderating.decide(deps, review_id, body.state, body.reason, body.version))


@router.put("/moderation/reviews/{review_id}/answer")
@refuses(UnknownReview, NotYourProduct)
async def answer(review_id: ReviewId, body: WriteAnswer, answerer: Answerer, deps: ReviewsDeps) -> ModeratedReview:
    """The seller's public word below the review: of who sells the product, or an admin's."""
    return ModeratedReview.of(await moderating.answer(deps, answerer, review_id, body.text))


@router.delete("/moderation/reviews/{review_id}/answer")
@refuses(UnknownReview, NotYourProduct)
async def take_answer_back(review_id: ReviewId, answerer: Answerer, deps: ReviewsDeps) -> ModeratedReview:
    return ModeratedReview.of(await moderating.take_answer_back(deps, answerer, review_id))
