"""What shoppers ask of the catalogue."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from souk_product.actions.deps import Deps
from souk_product.domain.browsing import CardPage, Counted, Filters, Position, Sort, UnknownCategory, UnknownProduct
from souk_product.domain.colours import is_colour
from souk_product.domain.sizes import Kind, kind_of, size_rank
from souk_product.domain.spelling import Meaning, as_written, meaning_of

_OPTION = "option."
_LABELS = {"category": "Category", "price": "Price", "rating": "Rating", "availability": "Availability"}
MOST_VALUES = 50
MOST_FACETS = 24
NO_ITEMS = "[]"
NOTHING = (NO_ITEMS, NO_ITEMS)
Found = TypeVar("Found")


async def _searched(
    deps: Deps, filters: Filters, find: Callable[[Filters], Awaitable[Found]], is_some: Callable[[Found], bool]
) -> tuple[Found, Meaning | None]:
    """What is found, and by which meaning of the words.

    They are taken as they were written first, and mostly that finds something. Only where it does not, the dictionary
    is asked what may have been meant.
    """
    written = filters.meaning
    found = await find(filters)
    if written is None or is_some(found):
        return found, written
    meaning = await understand(deps, written.words)
    if meaning != written:
        found = await find(replace(filters, meaning=meaning))
    return found, meaning


async def understand(deps: Deps, words: Sequence[str]) -> Meaning | None:
    """What words mean in this catalogue, mistakes mended; None when they say nothing."""
    known = await deps.dictionary.known(words)
    unknown = [word for word in words if not known.words.get(word, True)]
    inside = await deps.dictionary.inside(unknown) if unknown else {}
    near = {word: await deps.dictionary.near(word) for word in unknown if word not in inside}
    meaning = meaning_of(words, known.words, inside, near)
    if len(meaning.groups) > 1 and not (await deps.dictionary.has_all(meaning) if unknown else known.together):
        return replace(meaning, loosely=True)
    return meaning if meaning.groups else None


async def list_cards(deps: Deps, filters: Filters, sort: Sort, start: Position | None, limit: int) -> CardPage:
    async def find(narrowed: Filters) -> CardPage:
        return await deps.catalogue.list_cards(narrowed, sort, start, limit)

    page, _ = await _searched(deps, filters, find, lambda found: bool(found.cards))
    if not page.cards:
        await _must_know_category(deps, filters)
    return page


async def _must_know_category(deps: Deps, filters: Filters) -> None:
    """Asked only where nothing was found: a category with products is known."""
    if filters.category is not None and not await deps.catalogue.has_category(filters.category):
        raise UnknownCategory(filters.category)


async def view_product(deps: Deps, handle: str) -> str:
    view = await deps.catalogue.find_view(handle, deps.clock.now())
    if view is None:
        raise UnknownProduct(handle)
    return view


async def view_product_and_beside(
    deps: Deps, handle: str, related: int, chosen: Sequence[str]
) -> tuple[str, Sequence[str], Sequence[str]]:
    """With cards of so many related products and of those chosen."""
    found = await deps.catalogue.find_view_and_beside(handle, deps.clock.now(), related, chosen)
    if found is None:
        raise UnknownProduct(handle)
    return found


async def list_category_tree(deps: Deps) -> list[dict[str, Any]]:
    """Children inside parents; branches without a product to show are left out."""
    rows = await deps.catalogue.list_categories()
    below: dict[str | None, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["product_count"]:
            shown = {name: row[name] for name in ("id", "slug", "name", "image", "product_count")}
            below[row["parent_id"]].append(shown)
    for branch in [branch for branches in below.values() for branch in branches]:
        branch["children"] = below.get(branch["id"], [])
    return below[None]


@dataclass(frozen=True, slots=True)
class Facets:
    """`more` products were found than are counted; `did_you_mean` is what was searched instead of a mistyped query."""

    total: int
    more: bool
    did_you_mean: str | None
    facets: list[dict[str, Any]]


async def count_facets(deps: Deps, filters: Filters) -> Facets:
    counted, meaning = await _searched(deps, filters, deps.facets.count, lambda found: _sum_of("total", found) > 0)
    total, more = _sum_of("total", counted), _sum_of("more", counted)
    if not total:
        await _must_know_category(deps, filters)
    values: dict[str, list[Counted]] = defaultdict(list)
    for value in counted:
        values[value.facet].append(value)
    keys = [key for key in _LABELS if key in values]
    options = [key for key in values if key.startswith(_OPTION)]
    keys += sorted(options, key=lambda key: (not _is_colour_facet(key), -_reach(values[key]), key))
    shown = [_facet(key, values[key], filters) for key in keys[:MOST_FACETS]]
    return Facets(total, bool(more), meaning.did_you_mean if meaning else None, shown)


def _sum_of(name: str, counted: Sequence[Counted]) -> int:
    return next((one.products for one in counted if one.facet == name), 0)


def _reach(values: Sequence[Counted]) -> int:
    """How many products a facet tells apart."""
    return sum(value.products for value in values)


def _facet(key: str, values: Sequence[Counted], filters: Filters) -> dict[str, Any]:
    chosen = _chosen(key, filters)
    # What is chosen, then what most products have.
    useful = sorted(values, key=lambda value: (value.value not in chosen, -value.products, value.value))[:MOST_VALUES]
    if key in _LABELS or _is_colour_facet(key):
        shown = [_shown(value, chosen, None) for value in _in_order(key, useful)]
    else:
        shown = [_shown(value, chosen, kind) for kind, value in _by_kind(useful)]
    return {"key": key, "label": _LABELS.get(key) or key.removeprefix(_OPTION), "total": len(values), "values": shown}


def _shown(value: Counted, chosen: Collection[str], kind: Kind | None) -> dict[str, Any]:
    shown = {
        "value": value.value, "label": value.label, "count": value.products, "selected": value.value in chosen,
        "color": value.color, "parent": value.parent, "kind": kind,
    }  # fmt: skip
    if value.facet == "price":
        low, _, high = value.value.partition("-")
        shown |= {"min": int(low), "max": int(high) if high else None}
    return shown


def _in_order(key: str, values: Sequence[Counted]) -> list[Counted]:
    if key == "price":
        return sorted(values, key=lambda value: int(value.value.partition("-")[0]))
    if key == "rating":
        return sorted(values, key=lambda value: value.value, reverse=True)
    if key == "availability":
        return sorted(values, key=lambda value: value.value)
    return sorted(values, key=lambda value: (-value.products, value.label))


def _by_kind(values: Sequence[Counted]) -> list[tuple[Kind, Counted]]:
    """Values of one kind stand together, the kind that most products have first."""
    kinds: dict[Kind, list[Counted]] = defaultdict(list)
    for value in values:
        kinds[kind_of(value.value)].append(value)
    groups = sorted(kinds, key=lambda kind: (-_reach(kinds[kind]), kind))
    return [(kind, value) for kind in groups for value in sorted(kinds[kind], key=lambda value: size_rank(value.value))]


def _is_colour_facet(key: str) -> bool:
    return is_colour(key.removeprefix(_OPTION))


def _chosen(key: str, filters: Filters) -> Collection[str]:
    """The values of a facet that the filters name."""
    if key == "category":
        return (filters.category,) if filters.category else ()
    if key == "availability":
        return {name for name, is_asked in (("in_stock", filters.in_stock), ("on_sale", filters.on_sale)) if is_asked}
    if key == "rating":
        return (str(filters.min_rating),)
    if key == "price":
        return (f"{filters.min_price or 0}-{'' if filters.max_price is None else filters.max_price}",)
    return filters.options.get(key.removeprefix(_OPTION), ())


async def suggest(deps: Deps, query: str, most_products: int, most_categories: int) -> str:
    """What a half-typed query may become, as JSON."""

    async def find(narrowed: Filters) -> tuple[str, str]:
        if narrowed.meaning is None:
            return NOTHING
        return await deps.catalogue.suggest(narrowed.meaning, most_products, most_categories)

    written = Filters(meaning=as_written(query))
    (products, categories), meaning = await _searched(deps, written, find, lambda found: found[0] != NO_ITEMS)
    did_you_mean = json.dumps(meaning.did_you_mean if meaning else None)
    return f'{{"products":{products},"categories":{categories},"did_you_mean":{did_you_mean}}}'
