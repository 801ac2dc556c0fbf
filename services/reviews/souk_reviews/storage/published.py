"""A product's published reviews as PostgreSQL writes them, with its summary: one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from souk_reviews.domain.reading import Order, Position, ReviewPage
from souk_reviews.storage.photos import VIEWS

# As schemas.ReviewView promises.
_ITEM = f"""jsonb_build_object(
    'id', r.id, 'stars', r.stars, 'title', r.title, 'body', r.body, 'author_name', r.author_name,
    'verified', r.verified, 'helpful', r.helpful, 'written_at', r.written_at, 'edited_at', r.edited_at,
    'answer', case when r.answer is not null
        then jsonb_build_object('text', r.answer, 'at', r.answered_at) end, 'photos', {VIEWS})::text"""


@dataclass(frozen=True, slots=True)
class _Key:
    column: str
    kind: str
    descending: bool = True


_KEYS = {
    Order.HELPFUL: _Key("helpful", "bigint"),
    Order.NEWEST: _Key("written_at", "timestamptz"),
    Order.HIGHEST: _Key("stars", "bigint"),
    Order.LOWEST: _Key("stars", "bigint", descending=False),
}


def published_statement(
    handle: str, order: Order, stars: int | None, start: Position | None, limit: int
) -> tuple[str, list[Any]]:
    """With its arguments. At least one row: what the product's summary is stands also where it has no review."""
    key = _KEYS[order]
    direction = "desc" if key.descending else "asc"
    args: list[Any] = [handle, limit]
    conditions = ["r.handle = $1", "r.state = 'published'"]
    if stars is not None:
        args.append(stars)
        conditions.append(f"r.stars = ${len(args)}")
    if start is not None:
        args += [start.key, start.review_id]
        place = f"${len(args) - 1}::{key.kind}, ${len(args)}::uuid"
        conditions.append(f"(r.{key.column}, r.id) {'<' if key.descending else '>'} ({place})")
    by = f"r.{key.column} {direction}, r.id {direction}"
    return (
        f"""select s.counts, s.version, p.item, p.key, p.id
        from (select 1) one left join summaries s on s.handle = $1
        left join (select {_ITEM} as item, r.{key.column} as key, r.id, row_number() over (order by {by}) as n
                   from reviews r where {" and ".join(conditions)} order by {by} limit $2) p on true
        order by p.n""",
        args,
    )


def page_of(rows: Sequence[Any], order: Order, limit: int) -> ReviewPage:
    found = [row for row in rows if row["id"] is not None]
    more, found = len(found) > limit, found[:limit]
    after = Position(order, found[-1]["key"], found[-1]["id"]) if more else None
    return ReviewPage(tuple(row["item"] for row in found), after)
