"""Database time of what shoppers read in a catalogue of 10,000 products, and whether an index leads to it.

    python bench/queries.py [--products 10000]

Goals, also at 100,000: list 1 ms, search and suggestions 8 ms, facets of any kind 12 ms, planning and execution as
EXPLAIN ANALYZE counts them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from bench.catalogue import an_empty_catalogue
from kit.data.database import Database, PostgresStore
from souk_product.actions import browsing
from souk_product.domain.browsing import Filters, Position, Sort
from souk_product.domain.spelling import as_written
from souk_product.storage.catalogue import CardPage, PostgresCatalogue
from souk_product.storage.dictionary import PostgresDictionary
from souk_product.storage.facets import PostgresFacets

TIMES = 6
Read = Callable[[], Awaitable[Any]]


class Explained:
    """Gathers the plan of each statement that a store sends, before it sends it."""

    def __init__(self, *stores: PostgresStore) -> None:
        self.ms = 0.0
        self.scans: set[str] = set()
        for store in stores:
            for word in ("fetch", "fetchrow", "fetchval"):
                setattr(store, word, self._explaining(store, getattr(store, word)))

    def _explaining(self, store: PostgresStore, ask: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def explained(sql: str, *args: Any) -> Any:
            async with store._database.acquire() as connection:
                told = await connection.fetchval(f"explain (analyze, timing off, format json) {sql}", *args)
            plan: Any = json.loads(str(told))[0] if isinstance(told, str) else next(iter(told or ()))
            self.ms += plan["Execution Time"] + plan["Planning Time"]
            self._note(plan["Plan"])
            return await ask(sql, *args)

        return explained

    def _note(self, plan: dict[str, Any]) -> None:
        if plan["Node Type"] == "Seq Scan":
            self.scans.add(plan["Relation Name"])
        for inner in plan.get("Plans", ()):
            self._note(inner)


@dataclass(frozen=True)
class Reader:
    """What the routes of the product service ask of its stores."""

    deps: Any

    async def lists(
        self, sort: Sort = Sort.RELEVANCE, start: Position | None = None, q: str | None = None, **chosen: Any
    ) -> CardPage:
        return await browsing.list_cards(self.deps, Filters(meaning=as_written(q), **chosen), sort, start, 24)

    async def counts(self, q: str | None = None, **chosen: Any) -> None:
        await browsing.count_facets(self.deps, Filters(meaning=as_written(q), **chosen))


async def reads_of(reader: Reader) -> dict[str, tuple[float, Read]]:
    """Name → goal in milliseconds, and the read."""
    catalogue = reader.deps.catalogue
    first = await reader.lists()
    handle = json.loads(first.cards[0])["handle"]
    blue = {"Colour": ("Indigo",)}
    blue_m = {**blue, "Size": ("M",)}
    return {
        "list": (1, reader.lists),
        "list, next page": (1, lambda: reader.lists(start=first.after)),
        "list by price": (1, lambda: reader.lists(Sort.CHEAPEST)),
        "list of a category": (1, lambda: reader.lists(category="shirts")),
        "list, colour and size": (4, lambda: reader.lists(options=blue_m, in_stock=True)),
        "search": (8, lambda: reader.lists(q="linen shirt")),
        "search, one broad word": (8, lambda: reader.lists(q="shirt")),
        "search, mistyped": (8, lambda: reader.lists(q="shrit")),
        "suggestions": (8, lambda: browsing.suggest(reader.deps, "kur", 6, 3)),
        "facets": (12, reader.counts),
        "facets of a search": (12, lambda: reader.counts(q="shirt")),
        "facets of two words": (12, lambda: reader.counts(q="linen shirt")),
        "facets, a price range": (12, lambda: reader.counts(min_price=123_400, max_price=456_700)),
        "facets, colour chosen": (12, lambda: reader.counts(options=blue)),
        "facets, two options": (12, lambda: reader.counts(options=blue_m)),
        "facets, in stock": (12, lambda: reader.counts(in_stock=True)),
        "product": (1, lambda: catalogue.find_view(handle, datetime.now(UTC))),
        "related": (4, lambda: catalogue.list_related(handle, 8)),
        "categories": (4, catalogue.list_categories),
    }


async def measure(url: str) -> None:
    async with Database(url, size=1) as database:
        async with database.acquire() as connection:
            await connection.execute("vacuum analyze")
        stores = PostgresCatalogue(database), PostgresFacets(database), PostgresDictionary(database)
        explained = Explained(*stores)
        reader = Reader(SimpleNamespace(catalogue=stores[0], facets=stores[1], dictionary=stores[2]))
        for name, (goal_ms, read) in (await reads_of(reader)).items():
            best = float("inf")
            for _ in range(TIMES):
                explained.ms, explained.scans = 0.0, set()
                await read()
                best = min(best, explained.ms)
            late = "" if best <= goal_ms else "  OVER"
            scans = f"  reads all of {', '.join(sorted(explained.scans))}" if explained.scans else ""
            print(f"{name:24}{best:8.2f} ms of {goal_ms:g}{late}{scans}", flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--products", type=int, default=10_000)
    products = arguments.parse_args().products
    with an_empty_catalogue() as catalogue:
        catalogue.load(products)
        asyncio.run(measure(catalogue.url))


if __name__ == "__main__":
    main()
