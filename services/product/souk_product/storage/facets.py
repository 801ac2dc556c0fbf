"""What one can narrow by, and how many products each choice would leave: one statement for all of it.

Products are not walked over: every value has one bit a product (migrations/0006_facet_bits.sql), and a count is the
number of its bits that the choices leave. A facet ignores its own choice.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kit.data.database import PostgresStore
from souk_product.domain.browsing import MOST_RANKED, Counted, Filters, price_bands
from souk_product.storage.narrowing import SEARCHED, Narrowing, first_of
from souk_product.storage.price_bits import Cut, End, from_price, up_to_price

_NO_BITS = "repeat('0', 8192)::bit(8192)"
_TOLD = """
select n.facet, n.value, n.count, g.name, parent.slug as parent, s.color
from counted n
left join categories g on n.facet = 'category' and g.slug = n.value
left join categories parent on parent.id = g.parent_id
left join swatches s on lower(n.facet) in ('option.colour', 'option.color') and s.name = n.value
where n.count > 0
"""
_AVAILABILITY = {"in_stock": "In stock", "on_sale": "On sale"}
_BANDS = {str(low): f"{low}-{'' if high is None else high}" for low, high in price_bands()}


class PostgresFacets(PostgresStore):
    async def count(self, filters: Filters) -> list[Counted]:
        counting = _Counting(filters)
        return [_told(row) for row in await self.fetch(counting.statement(), *counting.narrowing.args)]


def _told(row: Any) -> Counted:
    """As shoppers are told of a facet of facet_bits."""
    facet, value, count, name, parent, color = row
    if facet in _AVAILABILITY:
        return Counted("availability", facet, _AVAILABILITY[facet], count)
    if facet == "price":
        return Counted(facet, _BANDS[value], "", count)
    if facet == "rating":
        return Counted(facet, value, f"{value} stars and up", count)
    return Counted(facet, value, name or value, count, color, parent)


class _Counting:
    """The statement for one set of filters; `b` is facet_bits in it, `c` the bits chosen of one chunk of products."""

    def __init__(self, filters: Filters) -> None:
        self.narrowing = narrowing = Narrowing()
        self.in_stock = filters.in_stock
        self.found: dict[str, str] = {}  # name → how bits are found that no value stands for
        self.rows: dict[str, str] = {}  # name → rows of values, of products as a whole
        self.chosen: list[tuple[str, str]] = []  # a facet and the bits that its choice leaves
        if filters.meaning is not None:
            first = first_of([SEARCHED], MOST_RANKED + 1, columns=", c.place")
            self.found["search"] = f"{narrowing.asked(filters.meaning)}, {_bits_of_first('search', first)}"
            self.chosen.append(("search", _found_bits("search")))
        for facet, value in (("category", filters.category), ("tag", filters.tag)):
            if value is not None:
                self._choose(facet, value)
        if filters.on_sale:
            self._choose("on_sale", "")
        if filters.min_rating is not None:
            self._choose("rating", str(filters.min_rating))
        if filters.min_price is not None:
            self._choose_prices("price_from", from_price(filters.min_price))
        if filters.max_price is not None:
            self._choose_prices("price_to", up_to_price(filters.max_price))
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
    select b.chunk, bit_or(b.bits) filter (where b.facet = 'any') as everything{_columns(self.rows)}
    from facet_bits b where b.plane = -1 and {_any(["b.facet = 'any'", *self.rows.values()])} group by b.chunk
), masks as materialized (
    select c.chunk, m.facet, m.bits from chosen c {self._joins()}
    cross join lateral (values {masks}) m (facet, bits)
), counted as (
    select facet, value, sum(count)::int as count from (
        select 'total' as facet, '' as value, bit_count(bits)::int as count from masks where facet = 'total'
        union all
        select b.facet, b.value, bit_count(b.bits & m.bits)::int
        from facet_bits b join masks m on m.chunk = b.chunk and m.facet = b.facet where b.plane = -1
        union all
        {self._counted_options()}
    ) in_chunk group by 1, 2{self._more()}
){_TOLD}"""

    def _choose(self, facet: str, value: str) -> None:
        self.rows[facet] = self._rows(facet, [value])
        self.chosen.append((facet, f"c.{facet}"))

    def _choose_prices(self, name: str, end: End) -> None:
        self.rows[name] = self._rows("price", end.bands)
        bits = f"c.{name}"
        if end.cut is not None:
            self.found[name] = _bits_of_many(name, self._cut(end.cut))
            bits = f"({bits} {'|' if end.adds else '& ~'} {_found_bits(name)})"
        self.chosen.append(("price", bits))

    def _cut(self, cut: Cut) -> str:
        high = "" if cut.high is None else f" and c.{cut.column} <= {self.narrowing.arg(cut.high, 'bigint')}"
        return f"c.{cut.column} >= {self.narrowing.arg(cut.low, 'bigint')}{high}"

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
        bits = ["c.everything", *(bits for chosen, bits in self.chosen if chosen != facet)]
        if self.asks_variants and facet != "option":
            fit = "fit_in_stock" if facet == "in_stock" else "fit"
            bits.append(f"coalesce(variants_fit.{fit}, {_NO_BITS})")
        return _all(*bits)

    def _more(self) -> str:
        if "search" not in self.found:
            return ""
        return f"\n    union all select 'more', '', (count(*) > {MOST_RANKED})::int from search_found"

    def _counted_options(self) -> str:
        if not self.asks_variants:
            return """select b.facet, b.value, bit_count(b.bits & m.bits)::int
        from facet_bits b join masks m on m.chunk = b.chunk and m.facet = 'option'
        where b.plane = -1 and b.facet like 'option.%'"""
        own = " ".join(f"when {name} then p.but_option_{n}" for n, name in enumerate(self.option_names))
        fit = f"case b.facet {own} else p.fit end" if own else "p.fit"
        return f"""select o.facet, o.value, bit_count(o.bits & m.bits)::int
        from (select b.chunk, b.facet, b.value, bit_or(b.bits & {fit}) as bits
              from facet_bits b join planes p on p.chunk = b.chunk and p.plane = b.plane
              where b.facet like 'option.%' group by 1, 2, 3) o
        join masks m on m.chunk = o.chunk and m.facet = 'option'"""


_MASKED = ("total", "category", "price", "rating", "on_sale", "in_stock", "option")


def _bits_of_first(name: str, rows: str) -> str:
    """Of at most MOST_RANKED cards; where there are more, `{name}_found` has one row more."""
    return f"""{name}_found as materialized ({rows}), {name}_bits as materialized (
    select f.place / 8192 as chunk, souk_bits(f.place % 8192, 1) as bits
    from (select place from {name}_found limit {MOST_RANKED}) f group by 1)"""


def _bits_of_many(name: str, condition: str) -> str:
    """Of any number of cards: put together from words of 32 bits, which takes less for each card."""
    return f"""{name}_words as materialized (
    select c.place / 32 as number, bit_or(1 << (31 - c.place % 32)) as word
    from product_cards c where {condition} group by 1
), {name}_bits as materialized (
    select n / 256 as chunk, ('x' || encode(string_agg(int4send(coalesce(w.word, 0)), '' order by n), 'hex'))::bit(8192)
               as bits
    from generate_series(0, (select max(number) | 255 from {name}_words)) n left join {name}_words w on w.number = n
    group by 1)"""


def _found_bits(name: str) -> str:
    return f"coalesce({name}_bits.bits, {_NO_BITS})"


def _columns(rows: dict[str, str]) -> str:
    return "".join(
        f",\n           coalesce(bit_or(b.bits) filter (where {condition}), {_NO_BITS}) as {name}"
        for name, condition in rows.items()
    )


def _all(*bits: str) -> str:
    return " & ".join(bits)


def _any(conditions: Iterable[str]) -> str:
    return "(" + " or ".join(f"({condition})" for condition in conditions) + ")"
