"""Reads that shoppers make: lists, one product, categories, suggestions. JSON comes from the database as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kit.data.database import PostgresStore
from souk_product.domain.browsing import CardPage, Filters, Position, Sort
from souk_product.domain.spelling import Meaning
from souk_product.domain.stock import MOST_OF_A_LINE
from souk_product.storage.lists import list_statement
from souk_product.storage.narrowing import RANK, SEARCHED, Narrowing, first_of
from souk_product.storage.shapes import IMAGE, money, money_or_null, sellable, stock_left


class PostgresCatalogue(PostgresStore):
    async def list_cards(self, filters: Filters, sort: Sort, start: Position | None, limit: int) -> CardPage:
        statement, args = list_statement(filters, sort, start, limit + 1)
        return _page(await self.fetch(statement, *args), sort, start, limit)

    async def find_view(self, handle: str, now: datetime) -> str | None:
        return await self.fetchval(_VIEW, handle, now)

    async def find_view_and_beside(
        self, handle: str, now: datetime, related: int, chosen: Sequence[str]
    ) -> tuple[str, Sequence[str], Sequence[str]] | None:
        """The product, so many that are related to it, and the cards of those chosen: one question."""
        row = await self.fetchrow(_VIEW_AND_BESIDE, handle, now, related, list(chosen))
        return (row["view"], row["related"], row["cards"]) if row else None

    async def list_related(self, handle: str, limit: int) -> list[str]:
        return [row["card"] for row in await self.fetch(RELATED, handle, limit)]

    async def list_cards_of(self, handles: Sequence[str]) -> list[str]:
        return [row["card"] for row in await self.fetch(_CARDS_OF, list(handles))]

    async def has_category(self, slug: str) -> bool:
        return await self.fetchval("select exists (select 1 from categories where slug = $1)", slug)

    async def list_categories(self) -> list[Any]:
        return await self.fetch(_CATEGORIES)

    async def suggest(self, meaning: Meaning, most_products: int, most_categories: int) -> tuple[str, str]:
        """Products and categories, each as a JSON list."""
        narrowing = Narrowing()
        asked = narrowing.asked(meaning)
        found = first_of([SEARCHED], _MOST_SUGGESTED_OF, columns=", c.handle, c.search, c.available")
        products = _SUGGEST_PRODUCTS.format(found=found, limit=narrowing.arg(most_products, "int"))
        categories = _SUGGEST_CATEGORIES.format(limit=narrowing.arg(most_categories, "int"))
        row = await self.fetchrow(
            f"with {asked} select ({products}) as products, ({categories}) as categories", *narrowing.args
        )
        return (row["products"], row["categories"]) if row else ("[]", "[]")

    async def list_handles(self, after: str, limit: int) -> list[Any]:
        return await self.fetch(_SITEMAP, after, limit)

    async def offers(self, skus: Sequence[str], now: datetime) -> str:
        return await self.fetchval(_OFFERS, list(skus), now)


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
    'tags', p.tags, 'updated_at', p.updated_at))::text as view
from products p join product_cards k on k.product_id = p.id
cross join lateral (
    select jsonb_agg({_VARIANT_VIEW} order by v.position) as variants, bool_or({_CAN_BE_HAD}) as available
    from variants v cross join lateral (select {sellable("$2")} as stock offset 0) s -- worked out once a variant
    where v.product_id = p.id
) w
where p.handle = $1
"""

# The category that a product lies in itself, the last of its lineage; an index has its cards in their order.
_LEAF = "c.categories[cardinality(c.categories)]"
# Most alike is what one can buy and what lies in the same category; of a large one those that the shop shows first are
# compared. Where a category has too few, so are the first of all that lie beside it.
_MOST_COMPARED = 200


def _cards_of(handles: str) -> str:
    return f"""
select c.card from unnest({handles}::text[]) with ordinality asked (handle, place) join product_cards c using (handle)
order by asked.place
"""


_CARDS_OF = _cards_of("$1")
_COMPARED = "c.product_id, c.available, c.categories, c.tags, c.price"
# In this order; a text has no tag and no category twice.
_ALIKE = """c.available desc, (select count(*) from unnest(c.categories) each where each = any(one.categories)) desc,
         (select count(*) from unnest(c.tags) each where each = any(one.tags)) desc,
         abs(c.price - one.price), c.product_id"""


def _related(limit: str) -> str:
    """To the product of handle $1."""
    return f"""
with one as (
    select c.product_id, c.categories, {_LEAF} as leaf, c.tags, c.price from product_cards c where c.handle = $1),
beside as materialized (
    select {_COMPARED} from product_cards c
    where {_LEAF} = (select leaf from one) and c.product_id <> (select product_id from one)
    order by c.standing desc, c.product_id desc limit {_MOST_COMPARED}),
around as (
    select n.* from one join categories g on g.lineage && one.categories and g.slug <> one.leaf
    cross join lateral (select {_COMPARED} from product_cards c where {_LEAF} = g.slug
                        order by c.standing desc, c.product_id desc limit {limit}) n
    where (select count(*) from beside) < {limit}),
alike as (
    select c.product_id, row_number() over (order by {_ALIKE}) as place
    from (select * from beside union all select * from around) c, one order by place limit {limit})
select k.card from alike a join product_cards k using (product_id) order by a.place
"""


RELATED = _related("$2")
_VIEW_AND_BESIDE = f"""
select v.view, array({_related("$3")}) as related, array({_cards_of("$4")}) as cards from ({_VIEW}) v
"""

_CATEGORIES = f"""
with counted as (
    select value as slug, sum(bit_count(bits))::int as products from facet_bits
    where facet = 'category' and plane = -1 group by value),
firsts as (
    select g.lineage, n.* from categories g cross join lateral (
        select c.product_id, c.standing from product_cards c where {_LEAF} = g.slug
        order by c.standing desc, c.product_id desc limit 1) n),
shown as (
    select distinct on (slug) slug, product_id from firsts, unnest(lineage) slug
    order by slug, standing desc, product_id desc)
select g.id::text, g.parent_id::text, g.slug, g.name, n.products as product_count,
       (select {IMAGE} from images i where i.product_id = shown.product_id and i.position = 0) as image
from categories g join counted n on n.slug = g.slug join shown on shown.slug = g.slug
order by g.position, g.name
"""

# Half a word fits many: the rank is worked out for those the shop would show first anyway.
_MOST_SUGGESTED_OF = 200
_SUGGEST_PRODUCTS = f"""
with best as (
    select f.product_id, f.handle, f.available::int * 0.05 + {RANK} as rank
    from ({{found}}) f order by 3 desc, 2 limit {{limit}})
select coalesce(jsonb_agg(jsonb_build_object('handle', b.handle, 'title', c.card -> 'title', 'image', c.card -> 'image',
                                             'price', c.card -> 'price') order by b.rank desc, b.handle), '[]')::text
from best b cross join lateral (select card::jsonb from product_cards where product_id = b.product_id) c
"""

_SUGGEST_CATEGORIES = """
select coalesce(jsonb_agg(jsonb_build_object('slug', g.slug, 'name', g.name)), '[]')::text from (
    select slug, name from categories g
    where to_tsvector('souk_stems', name) || to_tsvector('souk_words', name) @@ (select ranks from asked)
    and exists (select 1 from facet_bits b where b.facet = 'category' and b.value = g.slug and b.plane = -1)
    order by cardinality(lineage), position limit {limit}) g
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
    'purchasable', p.published and {_CAN_BE_HAD}, 'weight_grams', v.weight_grams,
    'categories', g.lineage)
    order by v.sku), '[]'))::text
from variants v join products p on p.id = v.product_id join categories g on g.id = p.category_id
cross join lateral (select {sellable("$2")} as stock) s
where v.sku = any($1)
"""
