"""The read model of the shop's lists: one row per visible product, its card already written as JSON."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from kit.data.database import PostgresStore
from souk_product.storage.shapes import IMAGE, money, money_or_null

# In the order of ids, so that two writers who share products wait for each other instead of deadlocking.
# A statement of its own: the rewrite after it must see what the writer before us has committed.
_LOCK = "select 1 from product_cards where product_id = any($1) order by product_id for update"

_DROP = """
delete from product_cards c where c.product_id = any($1)
and not exists (select 1 from products p join variants v on v.product_id = p.id
                where p.id = c.product_id and p.published)
"""

_VARIANTS = """
select count(*) as many, min(v.price) as price, max(v.price) as price_most, bool_or(v.available) as available,
       bool_or(v.compare_at is not null) as on_sale, min(v.currency) as currency, min(v.sku) as sku,
       (array_agg(v.compare_at order by v.price, v.compare_at desc nulls last))[1] as compare_at,
       string_agg(v.sku, ' ') as skus
from variants v where v.product_id = p.id
"""

# A product's options name what its variants have, each value once.
_CHOICES = """
select coalesce(array_agg(distinct replace(o ->> 'name', '=', chr(31)) || '=' || (x ->> 'value')), '{}') as terms,
       coalesce(string_agg(distinct x ->> 'value', ' '), '') as words,
       coalesce(jsonb_agg(jsonb_build_object('name', x ->> 'value', 'value', x ->> 'color'))
                filter (where x ->> 'color' is not null), '[]') as colors
from jsonb_array_elements(p.options) o cross join lateral jsonb_array_elements(o -> 'values') x
"""

_WORDS = "concat_ws(' ', p.title, p.vendor, c.name, parent.name, k.words, array_to_string(p.tags, ' '))"


# Search reads the beginning of a long text: PostgreSQL refuses more than 1 MB of distinct words in one product.
_LETTERS_SEARCHED = 60_000


_SEARCHED = {
    "A": "p.title",
    "B": "concat_ws(' ', c.name, parent.name, k.words, array_to_string(p.tags, ' '))",
    "C": "concat_ws(' ', p.vendor, v.skus,"
    " (select string_agg(a ->> 'value', ' ') from jsonb_array_elements(p.attributes) a))",
    "D": "p.description_html",  # its tags are no words to the parser
}
# `offset 0`: each text is put together once, though it is read twice.
_TEXTS = f"""
select {", ".join(f"left({text}, {_LETTERS_SEARCHED}) as {weight}" for weight, text in _SEARCHED.items())} offset 0
"""
_SEARCH = " || ".join(
    f"setweight(to_tsvector('souk_stems', s.{weight}) || to_tsvector('souk_words', s.{weight}), '{weight}')"
    for weight in _SEARCHED
)

# Of products p.
_RATING = """
case when p.rating_count > 0 then jsonb_build_object('average', p.rating_average, 'count', p.rating_count) end
"""
_RATING_HUNDREDTHS = "coalesce(p.rating_average * 100, 0)::smallint"
# Few reviews say little: each product is ranked as if five more had given 3.5 stars. Without reviews it comes last.
_RATING_RANK = """
case when p.rating_count > 0
then ((p.rating_average * p.rating_count + 17.5) * 1000 / (p.rating_count + 5))::int else 0 end
"""

_CARD = f"""
jsonb_build_object(
    'id', p.id, 'handle', p.handle, 'title', p.title, 'vendor', p.vendor,
    'category', jsonb_build_object('slug', c.slug, 'name', c.name),
    'price', {money("v.price")}, 'compare_at', {money_or_null("v.compare_at")},
    'price_varies', v.price <> v.price_most,
    'image', (select {IMAGE} from images i where i.product_id = p.id and i.position = 0),
    'colors', k.colors,
    'rating', {_RATING},
    'available', v.available, 'on_sale', v.on_sale,
    'default_sku', case when v.many = 1 then v.sku end)::text
"""

_STANDING = """
(v.available::int * 2 + ('featured' = any(p.tags))::int) * 100000000000 + extract(epoch from p.created_at)::bigint
"""

# Which bit of the facets is the product's: as long as it is, also where it is not shown.
_PLACE = "coalesce((select f.place from facet_places f where f.product_id = p.id), nextval('facet_places_place_seq'))"

_ADD = f"""
insert into product_cards (product_id, place, handle, categories, tags, terms, price, price_most, available, on_sale,
                           created_at, title_key, standing, words, search, card, rating, rating_rank)
select p.id, {_PLACE}, p.handle, c.lineage, p.tags, k.terms, v.price, v.price_most, v.available, v.on_sale,
       p.created_at, lower(unaccent(p.title)), {_STANDING},
       lower(unaccent({_WORDS})), {_SEARCH}, {_CARD}, {_RATING_HUNDREDTHS}, {_RATING_RANK}
from products p
join categories c on c.id = p.category_id
left join categories parent on parent.id = c.parent_id
cross join lateral ({_VARIANTS}) v
cross join lateral ({_CHOICES}) k
cross join lateral ({_TEXTS}) s
where p.id = any($1) and p.published and v.many > 0
order by p.id
"""

_WRITE = f"""
{_ADD}
on conflict (product_id) do update set
    handle = excluded.handle, categories = excluded.categories, tags = excluded.tags, terms = excluded.terms,
    price = excluded.price, price_most = excluded.price_most, available = excluded.available,
    on_sale = excluded.on_sale, created_at = excluded.created_at, title_key = excluded.title_key,
    standing = excluded.standing, words = excluded.words, search = excluded.search, card = excluded.card,
    rating = excluded.rating, rating_rank = excluded.rating_rank
"""

# Of products whose cards are locked, in a transaction that did so in a statement before.
REPRICE = f"""
update product_cards set price = x.price, price_most = x.price_most, available = x.available, on_sale = x.on_sale,
       standing = x.standing, card = x.card
from (select p.id, v.price, v.price_most, v.available, v.on_sale, {_STANDING} as standing, {_CARD} as card
      from products p join categories c on c.id = p.category_id
      cross join lateral ({_VARIANTS}) v
      cross join lateral ({_CHOICES}) k
      where p.id = any($1) and v.many > 0) x
where product_cards.product_id = x.id
"""

# As above: of locked cards, in a statement of its own.
_RATE = f"""
update product_cards c set rating = {_RATING_HUNDREDTHS}, rating_rank = {_RATING_RANK},
       card = jsonb_set(c.card::jsonb, '{{rating}}', coalesce({_RATING}, 'null'))::text
from products p where p.id = c.product_id and c.product_id = any($1)
"""


async def rewrite_cards(store: PostgresStore, product_ids: Collection[UUID], new: Collection[UUID] = ()) -> None:
    """Inside the transaction that changed these products, after its last change. `new`: it added them itself."""
    if ids := sorted(product_ids):
        await store.execute(_LOCK, ids)
        await store.execute(_DROP, ids)
        await store.execute(_WRITE, ids)
    if new:
        await store.execute(_ADD, sorted(new))


async def reprice_cards(store: PostgresStore, product_ids: Collection[UUID]) -> None:
    """As rewrite_cards, where nothing but prices and stock changed: what is searched stays as it is."""
    ids = sorted(product_ids)
    await store.execute(_LOCK, ids)
    await store.execute(REPRICE, ids)


async def rate_cards(store: PostgresStore, product_ids: Collection[UUID]) -> None:
    """As rewrite_cards, where nothing but the rating changed."""
    ids = sorted(product_ids)
    await store.execute(_LOCK, ids)
    await store.execute(_RATE, ids)
