"""What a customer does: their own reviews, and what they say of others'."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.requests import Request

from kit.files.store import FilesAway
from kit.http.auth import Customer
from kit.http.limits import TooMany
from kit.http.pages import Cursor, Limit, decode, encode
from kit.http.refusals import refuses
from kit.http.router import ClientAddress, Router
from kit.pictures.renditions import LARGEST_UPLOAD, TYPES, PictureRefused
from souk_reviews.actions import photos, writing
from souk_reviews.domain.refusals import NotBought, NotDelivered, OwnReview, UnknownPhoto, UnknownReview
from souk_reviews.routes.deps import HANDLE, Handle, ReviewId, ReviewsDeps
from souk_reviews.schemas import MyReview, MyReviews, MyStanding, PhotoView, WriteReview

router = Router()
A_PICTURE = {"schema": {"type": "string", "format": "binary"}}
UPLOAD = {"requestBody": {"required": True, "content": dict.fromkeys(TYPES, A_PICTURE)}}
AskedHandle = Annotated[str, Query(max_length=200, pattern=HANDLE, description="The product's.")]


@router.get("/me/reviews")
async def list_mine(customer: Customer, deps: ReviewsDeps, limit: Limit = 24, cursor: Cursor = None) -> MyReviews:
    """All that the customer wrote, the newest first."""
    start = decode(cursor, (UUID,))
    found = await deps.reviews.list_of_author(customer.id, start[0] if start else None, limit + 1)
    more = encode(found[limit - 1].id) if len(found) > limit else None
    return MyReviews(items=[MyReview.of(review) for review in found[:limit]], next_cursor=more)


@router.get("/me/reviews/{handle}")
async def show_mine(handle: Handle, customer: Customer, deps: ReviewsDeps) -> MyStanding:
    return MyStanding.of(await writing.show_mine(deps, customer.id, handle))


@router.put("/me/reviews/{handle}")
@refuses(NotBought, NotDelivered, UnknownPhoto)
async def write_review(handle: Handle, body: WriteReview, customer: Customer, deps: ReviewsDeps) -> MyReview:
    """The one review of this product; written again it is changed. One that waits is shown once it was looked at."""
    return MyReview.of(await writing.write(deps, customer.id, handle, body.to_opinion(), body.chosen))


@router.post("/me/review-photos", status_code=201, max_body_size=LARGEST_UPLOAD, openapi_extra=UPLOAD)
@refuses(NotBought, NotDelivered, PictureRefused, FilesAway, TooMany)
async def upload_photo(
    request: Request, handle: AskedHandle, customer: Customer, address: ClientAddress, deps: ReviewsDeps
) -> PhotoView:
    """The picture as the body, told by what is in it. It is nobody's to see until a review with it is published."""
    return PhotoView.of(await photos.upload(deps, customer.id, handle, await request.body(), address))


@router.delete("/me/reviews/{handle}", status_code=204)
async def delete_review(handle: Handle, customer: Customer, deps: ReviewsDeps) -> None:
    await writing.delete(deps, customer.id, handle)


@router.post("/me/disowned-reviews", status_code=204)
async def disown_reviews(customer: Customer, deps: ReviewsDeps) -> None:
    """What was written stays without its author; purchases and votes are forgotten."""
    await writing.disown(deps, customer.id)


@router.put("/reviews/{review_id}/helpful", status_code=204)
@refuses(UnknownReview, OwnReview)
async def find_helpful(review_id: ReviewId, customer: Customer, deps: ReviewsDeps) -> None:
    """Counted once a person."""
    await writing.find_helpful(deps, customer.id, review_id)


@router.delete("/reviews/{review_id}/helpful", status_code=204)
@refuses(UnknownReview)
async def find_helpful_no_more(review_id: ReviewId, customer: Customer, deps: ReviewsDeps) -> None:
    await writing.find_helpful_no_more(deps, customer.id, review_id)
