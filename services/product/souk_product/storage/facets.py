"""What one can narrow by, and how many products each choice would leave: one statement for all of it."""

from __future__ import annotations

from typing import Any

from kit.data.database import PostgresStore
from souk_product.domain.browsing import Filters, price_bands
from souk_product.storage.narrowing import Narrowing


class PostgresFacets(PostgresStore):
    async def count(self, filters: Filters) -> list[Any]:
        """Rows (facet, value, label, color, parent, count); the row "total" counts what all filters leave."""
        narrowing = Narrowing.by(filters)
        products, options = _of_variants(narrowing) if narrowing.asks_variants else _of_cards(narrowing)
        return await self.fetch(_statement(products, options), *narrowing.args)


def _of_cards(narrowing: Narrowing) -> tuple[str, str]:
    """Nothing chosen that single variants must fit: the cards know enough, and are a third of the rows."""
    products = f"""products as materialized (
    select c.product_id, c.categories, c.price, c.price_most, c.on_sale, c.terms, {narrowing.category} as fits_category,
           {narrowing.price} as fits_price, {narrowing.sale} as fits_sale,
           true as fits_variant, c.available as fits_in_stock
    from product_cards c where {narrowing.everything_found})"""
    options = """
select replace(split_part(term, '=', 1), chr(31), '=') as key, substr(term, strpos(term, '=') + 1) as value,
       count(*)::int as count
from products, unnest(terms) term where fits_category and fits_price and fits_sale group by term"""
    return products, options


def _of_variants(narrowing: Narrowing) -> tuple[str, str]:
    chosen = list(narrowing.options.items())
    flags = "".join(f", coalesce({condition}, false) as fits_option_{n}" for n, (_, condition) in enumerate(chosen))
    all_options = "".join(f" and fits_option_{n}" for n in range(len(chosen)))
    names = narrowing.arg([name for name, _ in chosen], "text[]")
    # Narrow rows: three per product and more, they should fit into working memory.
    products = f"""cards as materialized (
    select c.product_id, c.categories, c.price, c.price_most, c.on_sale,
           {narrowing.category} as fits_category, {narrowing.price} as fits_price, {narrowing.sale} as fits_sale
    from product_cards c where {narrowing.everything_found}
), rows as materialized (
    select v.product_id, v.options, v.available as in_stock, {narrowing.stock} as fits_stock{flags},
           c.fits_category and c.fits_price and c.fits_sale as fits_card
    from cards c join variants v on v.product_id = c.product_id
), products as materialized (
    select c.*, r.fits_variant, r.fits_in_stock
    from cards c join (select product_id, bool_or(fits_stock{all_options}) as fits_variant,
                              bool_or(in_stock{all_options}) as fits_in_stock from rows group by product_id) r
        on r.product_id = c.product_id)"""
    fits = "fits_card and fits_stock"
    # Only of what fits everything all options are unfolded, and that is little.
    unfolded = f"""
select product_id, o.key, o.value from rows cross join lateral jsonb_each_text(options) o
where {fits}{all_options} and o.key <> all({names})"""
    for n, (name, _) in enumerate(chosen):
        # A facet ignores its own choice: an option is counted where all *other* options fit.
        others = "".join(f" and fits_option_{other}" for other in range(len(chosen)) if other != n)
        key = narrowing.arg(name, "text")
        unfolded += f"""
union all select product_id, {key}, options ->> {key} from rows where {fits}{others} and options ? {key}"""
    options = f"""
select key, value, count(*)::int as count from (select key, value from ({unfolded}) u group by product_id, key, value) e
group by key, value"""
    return products, options


def _statement(products: str, options: str) -> str:
    bands = ", ".join(f"({low}::bigint, {'null' if high is None else high}::bigint)" for low, high in price_bands())
    return f"""
with {products}
select 'total' as facet, '' as value, '' as label, null as color, null as parent, count(*)::int as count
from products where fits_category and fits_price and fits_sale and fits_variant
union all
select 'category', g.slug, g.name, null, (select slug from categories where id = g.parent_id), n.count
from (select slug, count(*)::int as count from products, unnest(categories) slug
      where fits_price and fits_sale and fits_variant group by slug) n join categories g on g.slug = n.slug
union all
select 'price', b.low || '-' || coalesce(b.high::text, ''), '', null, null, count(*)::int
from (values {bands}) b (low, high) join products p
     on p.price_most >= b.low and (b.high is null or p.price <= b.high)
where fits_category and fits_sale and fits_variant group by b.low, b.high
union all
select 'availability', 'in_stock', 'In stock', null, null, count(*)::int
from products where fits_category and fits_price and fits_sale and fits_in_stock having count(*) > 0
union all
select 'availability', 'on_sale', 'On sale', null, null, count(*)::int
from products where on_sale and fits_category and fits_price and fits_variant having count(*) > 0
union all
select 'option.' || o.key, o.value, o.value, case when lower(o.key) in ('colour', 'color') then s.color end, null,
       o.count
from ({options}) o left join swatches s on s.name = o.value
"""
