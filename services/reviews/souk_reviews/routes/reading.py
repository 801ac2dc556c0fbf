"""What everybody reads of a product; the same for all, kept by the gateway for a few seconds."""

from __future__ import annotations

import json
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from starlette.requests import Request

from contracts.reviews import MOST_STARS
from kit.http.auth import Anyone
from kit.http.etag import NOT_MODIFIED, etagged
from kit.http.pages import BigInt, Cursor, Limit, Moment, decode, encode
from kit.http.refusals import refuses
from kit.http.router import Router
from souk_reviews.domain.reading import Order, Position
from souk_reviews.domain.refusals import CursorOfOtherOrder
from souk_reviews.routes.deps import Handle, ReviewsDeps
from souk_reviews.schemas import ProductReviews, RatingSummary

router = Router()
KEYS = {Order.HELPFUL: BigInt, Order.NEWEST: Moment, Order.HIGHEST: BigInt, Order.LOWEST: BigInt}


@router.get("/products/{handle}/reviews", response_model=ProductReviews, responses=NOT_MODIFIED)
@refuses(CursorOfOtherOrder)
async def list_reviews(
    handle: Handle,
    request: Request,
    _: Anyone,
    deps: ReviewsDeps,
    sort: Order = Order.HELPFUL,
    stars: Annotated[int | None, Query(ge=1, le=MOST_STARS)] = None,
    limit: Limit = 10,
    cursor: Cursor = None,
) -> Response:
    """An unknown product has none. `stars` narrows the list and leaves the summary as it is."""
    summary, page = await deps.reviews.list_published(handle, sort, stars, _position(cursor, sort), limit)
    told = RatingSummary.of(summary).model_dump_json()
    after = json.dumps(page.after and encode(page.after.order, page.after.key, page.after.review_id))
    content = f'{{"summary":{told},"items":[{",".join(page.items)}],"next_cursor":{after}}}'
    kept = f"public, max-age=0, s-maxage={deps.shared_cache_s}, stale-while-revalidate=60, stale-if-error=600"
    return etagged(request, content, cache_control=kept)


def _position(cursor: str | None, order: Order) -> Position | None:
    found = decode(cursor, (str, KEYS[order], UUID))
    if found is None:
        return None
    if found[0] != order:
        raise CursorOfOtherOrder(order)
    return Position(order, *found[1:])
