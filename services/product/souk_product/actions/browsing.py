"""What shoppers ask of the catalogue."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from souk_product.actions.deps import Deps
from souk_product.domain.browsing import CardPage, Filters, Position, Sort, UnknownCategory, UnknownProduct
from souk_product.domain.colours import is_colour
from souk_product.domain.sizes import kind_of, size_rank
from souk_product.domain.spelling import Meaning, meaning_of, words_of

_LABELS = {"category": "Category", "price": "Price", "availability": "Availability"}
MOST_VALUES = 50
MOST_FACETS = 24


async def understand(deps: Deps, query: str | None) -> Meaning | None:
    """What a query means in this catalogue, mistakes mended; None when it says nothing."""
    words = words_of(query or "")
    if not words:
        return None
    known = await deps.dictionary.known(words)
    unknown = [word for word in words if not known.words.get(word, True)]
    inside = await deps.dictionary.inside(unknown) if unknown else {}
    near = {word: await deps.dictionary.near(word) for word in unknown if word not in inside}
    meaning = meaning_of(words, known.words, inside, near)
    if len(meaning.groups) > 1 and not (await deps.dictionary.has_all(meaning) if unknown else known.together):
        return replace(meaning, loosely=True)
    return meaning if meaning.groups else None


async def list_cards(deps: Deps, filters: Filters, sort: Sort, start: Position | None, limit: int) -> CardPage:
    page = await deps.catalogue.list_cards(filters, sort, start, limit)
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
    """`more` products were found than are counted."""

    total: int
    more: bool
    facets: list[dict[str, Any]]


async def count_facets(deps: Deps, filters: Filters) -> Facets:
    sums = {"total": 0, "more": 0}
    values: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in await deps.facets.count(filters):
        if row["facet"] in sums:
            sums[row["facet"]] = row["count"]
        else:
            values[row["facet"]].append({name: row[name] for name in ("value", "label", "color", "parent", "count")})
    if not sums["total"]:
        await _must_know_category(deps, filters)
    keys = [key for key in _LABELS if key in values]
    options = [key for key in values if key not in _LABELS]
    keys += sorted(options, key=lambda key: (not _is_colour_facet(key), -_reach(values[key]), key))
    return Facets(sums["total"], bool(sums["more"]), [_facet(key, values[key], filters) for key in keys[:MOST_FACETS]])


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
    meaning = await understand(deps, query)
    if meaning is None:
        return '{"products":[],"categories":[],"did_you_mean":null}'
    products, categories = await deps.catalogue.suggest(meaning, most_products, most_categories)
    return f'{{"products":{products},"categories":{categories},"did_you_mean":{json.dumps(meaning.did_you_mean)}}}'
