"""Whether cards are walked over in their order, or looked up by an index and sorted: what costs less."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from kit.data.database import Database
from souk_product.domain.browsing import Filters, Sort
from souk_product.domain.spelling import as_written
from souk_product.storage.catalogue import PostgresCatalogue
from souk_product.storage.lists import list_statement
from souk_product.testing.many import copy_often
from souk_product.testing.shop import a_product, put_on_sale
from testkit.databases import TestPostgres

MUGS = tuple(a_product(f"Clay mug {n}", category="kitchen") for n in range(12))
SHIRTS, KITCHEN = Filters(category="shirts"), Filters(category="kitchen")


@pytest_asyncio.fixture(scope="module")
async def large(postgres: TestPostgres) -> AsyncIterator[PostgresCatalogue]:
    """With 2,001 shirts."""
    clone = await postgres.clone("product")
    async with Database(clone.url) as database, Database(clone.owner_url) as owners:
        await put_on_sale(database, a_product("Linen shirt"), *MUGS[:3])
        await copy_often(PostgresCatalogue(owners), "linen-shirt")
        yield PostgresCatalogue(database)


async def is_walked(catalogue: PostgresCatalogue, filters: Filters) -> bool:
    statement, args = list_statement(filters, Sort.RELEVANCE, None, 25)
    told = await catalogue.fetchval(f"explain (analyze, format json) {statement}", *args)
    plan: dict[str, Any] = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    walked, looked_up = [way["Actual Rows"] for way in _ways(plan)]
    assert (walked > 0) != (looked_up > 0)
    return walked > 0


def _ways(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """The branches of the union, of which one is carried out."""
    inner: list[dict[str, Any]] = plan.get("Plans", [])
    if plan["Node Type"] == "Append":
        return [one for one in inner if one["Parent Relationship"] == "Member"]
    return next((found for one in inner if (found := _ways(one))), [])


@pytest.mark.parametrize(
    ("filters", "walked"),
    [
        (SHIRTS, True),
        (Filters(meaning=as_written("shirt")), True),
        (KITCHEN, False),
        (Filters(meaning=as_written("mug")), False),
    ],
)
async def test_of_a_large_catalogue_most_is_walked_over_and_few_are_looked_up(
    large: PostgresCatalogue, filters: Filters, walked: bool
) -> None:
    assert await is_walked(large, filters) is walked


async def test_of_a_small_catalogue_what_is_ranked_as_a_whole_is_looked_up(visit_shop: Any) -> None:
    """To find the first thousand that fit one would walk over all cards."""
    shop = await visit_shop(*MUGS)

    assert not await is_walked(shop.deps.catalogue, Filters(meaning=as_written("mug")))
