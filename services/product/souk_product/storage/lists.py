"""The statement of a list of cards: filtered, searched, sorted, and from a place on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from souk_product.domain.browsing import MOST_RANKED, Filters, Position, Sort
from souk_product.storage.narrowing import RANK, Narrowing, first_of


@dataclass(frozen=True, slots=True)
class SortKey:
    column: str
    kind: str
    descending: bool


_SORT_KEYS = {
    Sort.RELEVANCE: SortKey("standing", "bigint", descending=True),
    Sort.NEWEST: SortKey("created_at", "timestamptz", descending=True),
    Sort.CHEAPEST: SortKey("price", "bigint", descending=False),
    Sort.DEAREST: SortKey("price", "bigint", descending=True),
    Sort.NAME: SortKey("title_key", "text", descending=False),
    Sort.BEST_RATED: SortKey("rating_rank", "bigint", descending=True),
}
_RANK = SortKey("rank", "bigint", descending=True)


def list_statement(filters: Filters, sort: Sort, start: Position | None, limit: int) -> tuple[str, list[Any]]:
    """With its arguments; rows (card, key, id), the first `limit` of them from `start` on in the direction it looks."""
    narrowing = Narrowing()
    asked = f"with {narrowing.asked(filters.meaning)} " if filters.meaning else ""
    ranked = filters.meaning is not None and sort is Sort.RELEVANCE
    key = _RANK if ranked else _SORT_KEYS[sort]
    descending = key.descending != (start is not None and start.backward)
    direction = "desc" if descending else "asc"
    order = f"c.{key.column} {direction}, c.product_id {direction}"
    beyond = "true"
    if start is not None:
        place = f"{narrowing.arg(start.key, key.kind)}, {narrowing.arg(start.product_id, 'uuid')}"
        beyond = f"(c.{key.column}, c.product_id) {'<' if descending else '>'} ({place})"
    conditions = narrowing.of(filters)
    if ranked:
        cards = f"select * from ({_ranked(conditions)}) c where {beyond}"
    else:
        cards = first_of(conditions, limit, columns=f", c.{key.column}", order=order, beyond=beyond)
    return (
        f"{asked}select k.card, l.key, l.id from (select c.product_id as id, c.{key.column} as key from ({cards}) c"
        f" order by {order} limit {narrowing.arg(limit, 'int')}) l"
        f" join product_cards k on k.product_id = l.id order by l.key {direction}, l.id {direction}",
        narrowing.args,
    )


def _ranked(conditions: Sequence[str]) -> str:
    """What can be bought comes first; the title weighs most, long descriptions do not win by length."""
    found = first_of(conditions, MOST_RANKED, columns=", c.available, c.search")
    rank = f"(f.available::int * 50000 + {RANK} * 1000000)::bigint"
    return f"select f.product_id, {rank} as rank from ({found}) f"
