"""Reads that shoppers make: lists, one product, categories, suggestions. JSON comes from the database as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kit.data.database import PostgresStore
from souk_product.domain.browsing import CardPage, Filters, Position, Sort
from souk_product.domain.spelling import Meaning
from souk_product.domain.stock import MOST_OF_A_LINE
from souk_product.storage.narrowing import Narrowing
from souk_product.storage.shapes import IMAGE, money, money_or_null, sellable, stock_left


@dataclass(frozen=True, slots=True)
class SortKey:
    expression: str
    kind: str
    descending: bool


_SORT_KEYS = {
    Sort.RELEVANCE: SortKey("c.standing", "bigint", descending=True),
    Sort.NEWEST: SortKey("c.created_at", "timestamptz", descending=True),
    Sort.CHEAPEST: SortKey("c.price", "bigint", descending=False),
    Sort.DEAREST: SortKey("c.price", "bigint", descending=True),
    Sort.NAME: SortKey("c.title_key", "text", descending=False),
}


class PostgresCatalogue(PostgresStore):
    async def list_cards(self, filters: Filters, sort: Sort, start: Position | None, limit: int) -> CardPage:
        narrowing = Narrowing.by(filters)
        where = narrowing.of_lists(filters)
        sort_key = _sort_key_of(sort, narrowing.text_query)
        by = sort_key.expression
        backward = start is not None and start.backward
        descending = sort_key.descending != backward
        if start is not None:
            key = narrowing.arg(start.key, sort_key.kind)
            product = narrowing.arg(start.product_id, "uuid")
            where += f" and ({by}, c.product_id) {'<' if descending else '>'} ({key}, {product})"
        direction = "desc" if descending else "asc"
        rows = await self.fetch(
            f"select c.card, ({by}) as key, c.product_id as id from product_cards c where {where}"
            f" order by {by} {direction}, c.product_id {direction} limit {narrowing.arg(limit + 1, 'int')}",
            *narrowing.args,
        )
        return _page(rows, sort, start, limit)

    async def find_view(self, handle: str, now: datetime) -> str | None:
        return await self.fetchval(_VIEW, handle, now)

    async def list_related(self, handle: str, limit: int) -> list[str]:
        return [row["card"] for row in await self.fetch(_RELATED, handle, limit)]

    async def has_category(self, slug: str) -> bool:
        return await self.fetchval("select exists (select 1 from categories where slug = $1)", slug)

    async def list_categories(self) -> list[Any]:
        return await self.fetch(_CATEGORIES)

    async def suggest_products(self, meaning: Meaning, limit: int) -> str:
        return await self.fetchval(_SUGGEST_PRODUCTS, meaning.terms, meaning.loosely, limit)

    async def suggest_categories(self, meaning: Meaning, limit: int) -> str:
        return await self.fetchval(_SUGGEST_CATEGORIES, meaning.terms, meaning.loosely, limit)

    async def list_handles(self, after: str, limit: int) -> list[Any]:
        return await self.fetch(_SITEMAP, after, limit)

    async def offers(self, skus: Sequence[str], now: datetime) -> str:
        return await self.fetchval(_OFFERS, list(skus), now)


def _sort_key_of(sort: Sort, text_query: str | None) -> SortKey:
    if sort is Sort.RELEVANCE and text_query is not None:
        # What can be bought comes first; the title weighs most, long descriptions do not win by length.
        rank = f"(c.available::int * 50000 + ts_rank_cd(c.search, {text_query}, 1) * 1000000)::bigint"
        return SortKey(rank, "bigint", descending=True)
    return _SORT_KEYS[sort]


def _page(rows: list[Any], sort: Sort, start: Position | None, limit: int) -> CardPage:
    more = len(rows) > limit
    rows = rows[:limit]
    backward = start is not None and start.backward
    if backward:
        rows.reverse()
    if not rows:
        return CardPage((), None, None)

    def at(row: Any, *, going_back: bool) -> Position:
        return Position(sort, row["key"], row["id"], going_back)

    has_before = more if backward else start is not None
    has_after = backward or more
    return CardPage(
        tuple(row["card"] for row in rows),
        at(rows[0], going_back=True) if has_before else None,
        at(rows[-1], going_back=False) if has_after else None,
    )


# Of variants v whose sellable stock is s.
_CAN_BE_HAD = "(s.stock > 0 or v.stock_policy <> 'tracked')"

_VARIANT_VIEW = f"""
jsonb_build_object(
    'id', v.id, 'sku', v.sku, 'options', v.options, 'price', {money("v.price")},
    'compare_at', {money_or_null("v.compare_at")}, 'available', {_CAN_BE_HAD},
    'stock_left', {stock_left("s.stock")},
    'image_index', v.image_position, 'weight_grams', v.weight_grams)
"""

_VIEW = f"""
select (k.card::jsonb || jsonb_build_object(
    'available', w.available, 'description_html', p.description_html, 'options', p.options, 'variants', w.variants,
    'images', (select coalesce(jsonb_agg({IMAGE} order by i.position), '[]') from images i where i.product_id = p.id),
    'attributes', p.attributes,
    'breadcrumbs', (select jsonb_agg(jsonb_build_object('slug', b.slug, 'name', b.name)
                    order by array_position(k.categories, b.slug)) from categories b where b.slug = any(k.categories)),
    'seo', jsonb_build_object('title', coalesce(nullif(p.seo_title, ''), p.title), 'description', p.seo_description),
    'tags', p.tags, 'updated_at', p.updated_at))::text
from products p join product_cards k on k.product_id = p.id
cross join lateral (
    select jsonb_agg({_VARIANT_VIEW} order by v.position) as variants, bool_or({_CAN_BE_HAD}) as available
    from variants v cross join lateral (select {sellable("$2")} as stock) s where v.product_id = p.id
) w
where p.handle = $1
"""

# Most alike is what one can buy and what lies in the same category. Where that is enough, nothing else is looked at.
_RELATED = """
with one as (select product_id, categories, tags, price from product_cards where handle = $1),
beside as materialized (
    select c.product_id from product_cards c, one
    where c.available and c.categories @> one.categories and c.product_id <> one.product_id),
chosen as (
    select product_id from beside where (select count(*) from beside) >= $2
    union all
    select c.product_id from product_cards c, one
    where (select count(*) from beside) < $2 and c.categories && one.categories and c.product_id <> one.product_id)
select c.card from chosen join product_cards c using (product_id), one
order by c.available desc, cardinality(array(select unnest(c.categories) intersect select unnest(one.categories))) desc,
         cardinality(array(select unnest(c.tags) intersect select unnest(one.tags))) desc,
         abs(c.price - one.price), c.product_id
limit $2
"""

_CATEGORIES = f"""
with counted as (select slug, count(*)::int as products from product_cards, unnest(categories) slug group by slug)
select g.id::text, g.parent_id::text, g.slug, g.name, n.products as product_count,
       (select {IMAGE} from images i where i.product_id = first.product_id and i.position = 0) as image
from categories g join counted n on n.slug = g.slug
cross join lateral (select c.product_id from product_cards c where c.categories @> array[g.slug]
                    order by c.standing desc, c.product_id desc limit 1) first
order by g.position, g.name
"""

# Half a word fits many: the rank is worked out for those the shop would show first anyway.
_SUGGEST_PRODUCTS = """
with q as (select souk_query($1, $2) as query),
found as (select c.handle, c.card, c.search, c.available from product_cards c, q where c.search @@ q.query
         order by c.standing desc, c.product_id desc limit 200),
best as (select s.handle, s.card::jsonb as card, s.available::int * 0.05 + ts_rank_cd(s.search, q.query, 1) as rank
         from found s, q order by 3 desc, 1 limit $3)
select coalesce(jsonb_agg(jsonb_build_object('handle', handle, 'title', card -> 'title', 'image', card -> 'image',
                                             'price', card -> 'price') order by rank desc, handle), '[]')::text
from best
"""

_SUGGEST_CATEGORIES = """
select coalesce(jsonb_agg(jsonb_build_object('slug', g.slug, 'name', g.name)), '[]')::text from (
    select slug, name from categories g
    where to_tsvector('souk_stems', name) || to_tsvector('souk_words', name) @@ souk_query($1, $2)
    and exists (select 1 from product_cards c where c.categories @> array[g.slug])
    order by cardinality(lineage), position limit $3) g
"""

_SITEMAP = """
select p.handle, p.updated_at from products p join product_cards c on c.product_id = p.id
where p.handle > $1 order by p.handle limit $2
"""

_OFFERS = f"""
select jsonb_build_object('items', coalesce(jsonb_agg(jsonb_build_object(
    'sku', v.sku, 'variant_id', v.id, 'product_id', p.id, 'handle', p.handle, 'title', p.title, 'options', v.options,
    'image', (select {IMAGE} from images i where i.product_id = p.id and i.position = coalesce(v.image_position, 0)),
    'price', {money("v.price")}, 'compare_at', {money_or_null("v.compare_at")},
    'stock', case when v.stock_policy = 'tracked' then s.stock else {MOST_OF_A_LINE} end,
    'purchasable', p.published and {_CAN_BE_HAD}, 'weight_grams', v.weight_grams)
    order by v.sku), '[]'))::text
from variants v join products p on p.id = v.product_id
cross join lateral (select {sellable("$2")} as stock) s
where v.sku = any($1)
"""
