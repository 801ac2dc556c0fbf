"""Filters as SQL conditions on product_cards c and, where one variant must fit them all, on variants v."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from souk_product.domain.browsing import Filters
from souk_product.domain.spelling import Meaning

# Of what Narrowing.asked says.
SEARCHED = "c.search @@ (select finds from asked)"
RANK = "ts_rank(f.search, (select ranks from asked), 1)"
SHOPS_OWN = "c.standing desc, c.product_id desc"
# Of the cards that the shop shows first, so many tell how much fits.
_SAMPLE = 200
# What it costs to look a card up and sort it, for each that a walk passes: some 3.5 with 100,000 products.
_LOOKED_UP, _WALKED = 7, 2


@dataclass
class Narrowing:
    """Numbers the arguments while the conditions are written."""

    args: list[Any] = field(default_factory=list)

    def arg(self, value: Any, kind: str) -> str:
        self.args.append(value)
        return f"${len(self.args)}::{kind}"

    def asked(self, meaning: Meaning) -> str:
        """First in the statement's `with`: the queries by which cards are found and ranked, worked out once."""
        groups, loosely = self.arg(meaning.terms, "text[]"), self.arg(meaning.loosely, "boolean")
        return (
            f"asked as materialized (select souk_search({groups}, {loosely}) as finds,"
            f" souk_query({groups}, {loosely}) as ranks)"
        )

    def prices_of(self, filters: Filters) -> list[str]:
        prices: list[str] = []
        if filters.min_price is not None:
            prices.append(f"c.price_most >= {self.arg(filters.min_price, 'bigint')}")
        if filters.max_price is not None:
            prices.append(f"c.price <= {self.arg(filters.max_price, 'bigint')}")
        return prices

    def of(self, filters: Filters) -> list[str]:
        """All of them; the arrays of terms let an index throw most rows away before variants are read."""
        conditions = self.prices_of(filters)
        if filters.meaning is not None:
            conditions.append(SEARCHED)
        if filters.tag is not None:
            conditions.append(f"c.tags @> array[{self.arg(filters.tag, 'text')}]")
        if filters.category is not None:
            conditions.append(f"c.categories @> array[{self.arg(filters.category, 'text')}]")
        if filters.min_rating is not None:
            # The first by itself says little; an index has who is rated at all.
            conditions += ["c.rating_rank > 0", f"c.rating >= {self.arg(filters.min_rating * 100, 'int')}"]
        if filters.on_sale:
            conditions.append("c.on_sale")
        if filters.in_stock:
            conditions.append("c.available")
        one_variant = ["v.available"] if filters.in_stock else []
        for name, values in filters.options.items():
            # As in storage/cards.py: a term is divided by its first "=".
            terms = [f"{name.replace('=', chr(31))}={value}" for value in values]
            conditions.append(f"c.terms && {self.arg(terms, 'text[]')}")
            one_variant.append(f"v.options ->> {self.arg(name, 'text')} = any({self.arg(list(values), 'text[]')})")
        if filters.options:
            fits = " and ".join(one_variant)
            conditions.append(f"(select bool_or({fits}) from variants v where v.product_id = c.product_id)")
        return conditions


def first_of(
    conditions: Sequence[str], most: int, *, columns: str = "", order: str = SHOPS_OWN, beyond: str = "true"
) -> str:
    """A statement for the first `most` cards that fit, from `beyond` on; product_id and `columns`.

    Of N cards a share s fits. Who walks over the cards in their order has enough after most / s of them; the indexes of
    words, terms and categories bring s * N, each of which costs more. So one walks where s * s * N, times that, is more
    than `most`. A sample says what s is, since a planner that keeps one plan for all values cannot know, and the last
    place given what N is. `coalesce` keeps those indexes out of the walk.
    """
    if not conditions:
        return f"select c.product_id{columns} from product_cards c where {beyond} order by {order} limit {most}"
    fits = " and ".join(conditions)
    seen = " and ".join(f"coalesce({condition}, false)" for condition in conditions)
    return f"""
    with sample as materialized (
        select {_LOOKED_UP} * count(*) * count(*) * (select max(place) from facet_places)
               > {_WALKED * most * _SAMPLE * _SAMPLE} as much
        from (select * from product_cards order by standing desc, product_id desc limit {_SAMPLE}) c where {fits})
    select * from (select c.product_id{columns} from product_cards c
                   where {seen} and {beyond} order by {order} limit {most}) walked where (select much from sample)
    union all
    select * from (select c.product_id{columns} from product_cards c
                   where {fits} and {beyond} order by {order} limit {most}) looked_up
    where not (select much from sample)"""
