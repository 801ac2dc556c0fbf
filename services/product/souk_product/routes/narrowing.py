"""The query of a list, read into filters; facets and lists understand the same one."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from starlette.requests import Request

from kit.http.pages import BigInt, Moment, decode, encode
from souk_product.domain.browsing import RATING_STEPS, CursorOfOtherSort, Filters, Position, Sort
from souk_product.domain.products import MOST_AMOUNT
from souk_product.domain.spelling import as_written

OPTION = "option."
MOST_OPTIONS = 10
MOST_VALUES = 50
# What each sort compares, and a cursor must hold.
KEYS = {
    Sort.RELEVANCE: BigInt,
    Sort.NEWEST: Moment,
    Sort.CHEAPEST: BigInt,
    Sort.DEAREST: BigInt,
    Sort.NAME: str,
    Sort.BEST_RATED: BigInt,
}
Amount = Annotated[int | None, Query(ge=0, le=MOST_AMOUNT, description="Minor units of the shop's currency.")]


async def _asked(
    request: Request,
    category: Annotated[str | None, Query(max_length=100)] = None,
    q: Annotated[str | None, Query(max_length=200)] = None,
    tag: Annotated[str | None, Query(max_length=100)] = None,
    min_price: Amount = None,
    max_price: Amount = None,
    in_stock: bool = False,
    on_sale: bool = False,
    min_rating: Annotated[int | None, Query(ge=RATING_STEPS[0], le=RATING_STEPS[-1])] = None,
) -> Filters:
    said = as_written(q)
    return Filters(category, said, tag, min_price, max_price, in_stock, on_sale, min_rating, _options(request))


AskedFilters = Annotated[Filters, Depends(_asked)]


def _options(request: Request) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in request.query_params.multi_items():
        option = name.removeprefix(OPTION)
        if name.startswith(OPTION) and option and (option in found or len(found) < MOST_OPTIONS):
            found[option] = (*found.get(option, ()), value)[:MOST_VALUES]
    return found


def cursor_of(position: Position | None) -> str | None:
    if position is None:
        return None
    return encode(position.sort, position.key, position.product_id, position.backward)


def position_in(cursor: str | None, sort: Sort) -> Position | None:
    found = decode(cursor, (str, KEYS[sort], UUID, bool))
    if found is None:
        return None
    if found[0] != sort:
        raise CursorOfOtherSort(sort)
    return Position(sort, *found[1:])
