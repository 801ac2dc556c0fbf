"""What shoppers ask of the catalogue."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from souk_product.actions.deps import Deps
from souk_product.domain.browsing import CardPage, Filters, Position, Sort, UnknownCategory, UnknownProduct
from souk_product.domain.colours import is_colour
from souk_product.domain.sizes import kind_of, size_rank
from souk_product.domain.spelling import Meaning, as_written, meaning_of

_LABELS = {"category": "Category", "price": "Price", "availability": "Availability"}
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
    rows, meaning = await _searched(deps, filters, deps.facets.count, _counts_some)
    sums = {"total": 0, "more": 0}
    values: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["facet"] in sums:
            sums[row["facet"]] = row["count"]
        else:
            values[row["facet"]].append({name: row[name] for name in ("value", "label", "color", "parent", "count")})
    if not sums["total"]:
        await _must_know_category(deps, filters)
    keys = [key for key in _LABELS if key in values]
    options = [key for key in values if key not in _LABELS]
    keys += sorted(options, key=lambda key: (not _is_colour_facet(key), -_reach(values[key]), key))
    shown = [_facet(key, values[key], filters) for key in keys[:MOST_FACETS]]
    return Facets(sums["total"], bool(sums["more"]), meaning.did_you_mean if meaning else None, shown)


def _counts_some(rows: Sequence[Mapping[str, Any]]) -> bool:
    return any(row["facet"] == "total" and row["count"] for row in rows)


def _reach(values: Sequence[Mapping[str, Any]]) -> int:
    """How many products a facet tells apart."""
    return sum(value["count"] for value in values)


def _facet(key: str, values: list[dict[str, Any]], filters: Filters) -> dict[str, Any]:
    name = key.removeprefix("option.")
    for value in values:
        value["selected"] = _is_selected(key, value["value"], filters)
        value["kind"] = kind_of(value["value"]) if _is_size_facet(key) else None
        if key == "price":
            low, _, high = value["value"].partition("-")
            value |= {"min": int(low), "max": int(high) if high else None}
    shown = _in_order(key, _most_useful(values))
    return {"key": key, "label": _LABELS.get(key, name), "total": len(values), "values": shown}


def _most_useful(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is chosen, then what most products have."""
    ranked = sorted(values, key=lambda value: (not value["selected"], -value["count"], value["value"]))
    return ranked[:MOST_VALUES]


def _in_order(key: str, values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if key == "price":
        return sorted(values, key=lambda value: value["min"])
    if key == "availability":
        return sorted(values, key=lambda value: value["value"])
    if not _is_size_facet(key):
        return sorted(values, key=lambda value: (-value["count"], value["label"]))
    by_kind: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for value in values:
        by_kind[value["kind"]].append(value)
    groups = sorted(by_kind.values(), key=lambda group: (-_reach(group), group[0]["kind"]))
    return [value for group in groups for value in sorted(group, key=lambda value: size_rank(value["value"]))]


def _is_size_facet(key: str) -> bool:
    return key not in _LABELS and not _is_colour_facet(key)


def _is_colour_facet(key: str) -> bool:
    return is_colour(key.removeprefix("option."))


def _is_selected(key: str, value: str, filters: Filters) -> bool:
    if key == "category":
        return filters.category == value
    if key == "availability":
        return filters.in_stock if value == "in_stock" else filters.on_sale
    if key == "price":
        chosen = f"{filters.min_price or 0}-{'' if filters.max_price is None else filters.max_price}"
        return value == chosen
    return value in filters.options.get(key.removeprefix("option."), ())


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
