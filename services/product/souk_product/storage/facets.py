"""What one can narrow by, and how many products each choice would leave: one statement for all of it.

Products are not walked over: every value has one bit a product (migrations/0006_facet_bits.sql), and a count is the
number of its bits that the choices leave. A facet ignores its own choice.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kit.data.database import PostgresStore
from souk_product.domain.browsing import MOST_RANKED, Filters, price_bands
from souk_product.storage.narrowing import Narrowing, first_of

_NO_BITS = "repeat('0', 8192)::bit(8192)"
# Facet of facet_bits → how it is told; options are told as they are.
_TOLD = """
select n.facet, n.value, n.value as label, s.color, null as parent, n.count
from counted n
left join swatches s on lower(n.facet) in ('option.colour', 'option.color') and s.name = n.value
where n.facet like 'option.%' and n.count > 0
union all
select 'category', g.slug, g.name, null, (select slug from categories where id = g.parent_id), n.count
from counted n join categories g on g.slug = n.value where n.facet = 'category' and n.count > 0
union all
select 'price', p.low || '-' || coalesce(p.high::text, ''), '', null, null, n.count
from counted n join souk_price_bands() p on p.low::text = n.value where n.facet = 'price' and n.count > 0
union all
select 'availability', n.facet, l.label, null, null, n.count
from counted n join (values ('in_stock', 'In stock'), ('on_sale', 'On sale')) l (facet, label) on l.facet = n.facet
where n.count > 0
union all
select n.facet, '', '', null, null, n.count from counted n where n.facet in ('total', 'more')
"""


class PostgresFacets(PostgresStore):
    async def count(self, filters: Filters) -> list[Any]:
        """Rows (facet, value, label, color, parent, count); "total" counts what all filters leave.

        "more" is 1 where a search found more products than are counted.
        """
        counting = _Counting(filters)
        return await self.fetch(counting.statement(), *counting.narrowing.args)


class _Counting:
    """The statement for one set of filters; `b` is facet_bits in it, `c` the bits chosen of one chunk of products."""

    def __init__(self, filters: Filters) -> None:
        self.narrowing = narrowing = Narrowing()
        self.in_stock = filters.in_stock
        self.found: dict[str, str] = {}  # choices that no value stands for → how their bits are found
        self.chosen: dict[str, str] = {}  # facet → its chosen rows, of products as a whole
        if filters.meaning is not None:
            self.found["search"] = _bits_of_first(
                "search", first_of([narrowing.search_of(filters.meaning)], MOST_RANKED + 1)
            )
        for facet, value in (("category", filters.category), ("tag", filters.tag)):
            if value is not None:
                self.chosen[facet] = self._rows(facet, [value])
        if filters.on_sale:
            self.chosen["on_sale"] = self._rows("on_sale", [""])
        if (bands := _bands_of(filters)) is not None:
            self.chosen["price"] = self._rows("price", bands)
        elif prices := narrowing.prices_of(filters):
            self.found["price"] = _bits_of_many("price", " and ".join(prices))
        self.options = [self._rows(f"option.{name}", values) for name, values in filters.options.items()]
        self.option_names = [narrowing.arg(f"option.{name}", "text") for name in filters.options]

    @property
    def asks_variants(self) -> bool:
        return bool(self.options) or self.in_stock

    def statement(self) -> str:
        found = "".join(f"{bits}, " for bits in self.found.values())
        masks = ", ".join(f"('{facet}', {self._mask(facet)})" for facet in _MASKED)
        return f"""
with {found}{self._planes() if self.asks_variants else ""}chosen as materialized (
    select b.chunk, bit_or(b.bits) filter (where b.facet = 'any') as everything{_columns(self.chosen)}
    from facet_bits b where b.plane = -1 and {_any(["b.facet = 'any'", *self.chosen.values()])} group by b.chunk
), masks as materialized (
    select c.chunk, m.facet, m.bits from chosen c {self._joins()}
    cross join lateral (values {masks}) m (facet, bits)
), counted as (
    select 'total' as facet, '' as value, coalesce(sum(bit_count(bits)), 0)::int as count
    from masks where facet = 'total'
    {self._more()}union all
    select b.facet, b.value, sum(bit_count(b.bits & m.bits))::int
    from facet_bits b join masks m on m.chunk = b.chunk and m.facet = b.facet where b.plane = -1 group by 1, 2
    union all
    {self._counted_options()}
){_TOLD}"""

    def _rows(self, facet: str, values: Iterable[str]) -> str:
        return (
            f"b.facet = {self.narrowing.arg(facet, 'text')}"
            f" and b.value = any({self.narrowing.arg(list(values), 'text[]')})"
        )

    def _planes(self) -> str:
        """The n-th variants of all products: one variant must fit all that is chosen."""
        options = {f"option_{n}": rows for n, rows in enumerate(self.options)}
        stock = "b.facet = 'in_stock'" if self.in_stock else "b.facet = 'any'"
        rows = {"stock": stock, "in_stock": "b.facet = 'in_stock'", **options}
        but_one = [f"{_all('stock', *(other for other in options if other != name))} as but_{name}" for name in options]
        return f"""
planes as materialized (
    select chunk, plane, {_all("stock", *options)} as fit, {_all("in_stock", *options)} as fit_in_stock
           {"".join(f", {column}" for column in but_one)}
    from (select b.chunk, b.plane{_columns(rows)} from facet_bits b
          where b.plane >= 0 and {_any(rows.values())} group by b.chunk, b.plane) r
), variants_fit as (
    select chunk, bit_or(fit) as fit, bit_or(fit_in_stock) as fit_in_stock from planes group by chunk
), """

    def _joins(self) -> str:
        names = [f"{name}_bits" for name in self.found] + ["variants_fit"] * self.asks_variants
        return " ".join(f"left join {name} on {name}.chunk = c.chunk" for name in names)

    def _mask(self, facet: str) -> str:
        """What all choices but the facet's own leave; of options `_counted_options` sees to that."""
        bits = ["c.everything", *(f"c.{name}" for name in self.chosen if name != facet)]
        bits += [f"coalesce({name}_bits.bits, {_NO_BITS})" for name in self.found if name != facet]
        if self.asks_variants and facet != "option":
            fit = "fit_in_stock" if facet == "in_stock" else "fit"
            bits.append(f"coalesce(variants_fit.{fit}, {_NO_BITS})")
        return _all(*bits)

    def _more(self) -> str:
        if "search" not in self.found:
            return ""
        return f"union all select 'more', '', (count(*) > {MOST_RANKED})::int from search_found\n    "

    def _counted_options(self) -> str:
        if not self.asks_variants:
            return """select b.facet, b.value, sum(bit_count(b.bits & m.bits))::int
    from facet_bits b join masks m on m.chunk = b.chunk and m.facet = 'option'
    where b.plane = -1 and b.facet like 'option.%' group by 1, 2"""
        own = " ".join(f"when {name} then p.but_option_{n}" for n, name in enumerate(self.option_names))
        fit = f"case b.facet {own} else p.fit end" if own else "p.fit"
        return f"""select o.facet, o.value, sum(bit_count(o.bits & m.bits))::int
    from (select b.chunk, b.facet, b.value, bit_or(b.bits & {fit}) as bits
          from facet_bits b join planes p on p.chunk = b.chunk and p.plane = b.plane
          where b.facet like 'option.%' group by 1, 2, 3) o
    join masks m on m.chunk = o.chunk and m.facet = 'option' group by 1, 2"""


_MASKED = ("total", "category", "price", "on_sale", "in_stock", "option")


def _bands_of(filters: Filters) -> list[str] | None:
    """The price facet's bands that make up the prices asked for; None where they do not, or none are asked for."""
    low, high = filters.min_price or 0, filters.max_price
    bands = [band for band in price_bands() if band[0] >= low and (high is None or (band[1] or high + 1) <= high)]
    if (low, high) == (0, None) or not bands or (bands[0][0], bands[-1][1]) != (low, high):
        return None
    return [str(band[0]) for band in bands]


def _bits_of_first(name: str, rows: str) -> str:
    """Of at most MOST_RANKED cards; where there are more, `{name}_found` has one row more."""
    # A place is looked up for each, and once: a planner that does not know how few are found would read all places.
    return f"""{name}_found as materialized ({rows}), {name}_bits as materialized (
    select f.place / 8192 as chunk, souk_bits_of(array_agg(f.place)) as bits
    from (select (select p.place from facet_places p where p.product_id = f.product_id) as place
          from (select * from {name}_found limit {MOST_RANKED}) f offset 0) f group by 1)"""


def _bits_of_many(name: str, condition: str) -> str:
    """Of any number of cards: put together from words of 32 bits, which takes less for each card."""
    return f"""{name}_words as materialized (
    select p.place / 32 as number, bit_or(1 << (31 - p.place % 32)) as word
    from product_cards c join facet_places p on p.product_id = c.product_id where {condition} group by 1
), {name}_bits as materialized (
    select n / 256 as chunk, ('x' || encode(string_agg(int4send(coalesce(w.word, 0)), '' order by n), 'hex'))::bit(8192)
               as bits
    from generate_series(0, (select max(number) | 255 from {name}_words)) n left join {name}_words w on w.number = n
    group by 1)"""


def _columns(rows: dict[str, str]) -> str:
    return "".join(
        f",\n           coalesce(bit_or(b.bits) filter (where {condition}), {_NO_BITS}) as {name}"
        for name, condition in rows.items()
    )


def _all(*bits: str) -> str:
    return " & ".join(bits)


def _any(conditions: Iterable[str]) -> str:
    return "(" + " or ".join(f"({condition})" for condition in conditions) + ")"
