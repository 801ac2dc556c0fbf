"""What a reservation costs: of what there is plenty, one statement, which is also how long its variants are locked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from souk_product.actions import reservations
from souk_product.domain.stock import Line
from souk_product.storage.stock import PostgresStock
from souk_product.testing.shop import a_product, put_on_sale
from souk_product.testing.stock_behaviour import FORK, SPOON, TTL, Shop, a_shop
from testkit.statements import CountedDatabase


@pytest.fixture
async def counted(database_of: Any) -> AsyncIterator[CountedDatabase]:
    database = await database_of("product")
    await put_on_sale(database, *(a_product(name, stock=30) for name in ("Spoon", "Fork")))
    async with CountedDatabase(database.url) as counted:
        yield counted


@pytest.fixture
def shop(counted: CountedDatabase) -> Shop:
    stock = PostgresStock(counted)

    async def left(sku: str) -> int:
        return await stock.fetchval("select stock from variants where sku = $1", sku)

    return a_shop(stock, left)


async def test_goods_of_which_there_is_plenty_are_reserved_and_committed_by_one_statement_each(
    shop: Shop, counted: CountedDatabase
) -> None:
    await shop.reserve("order-1", SPOON=1, FORK=2)
    assert len(counted.sent) == 1

    counted.sent.clear()
    await reservations.commit(shop.deps, "order-1")
    assert len(counted.sent) == 1

    assert (await shop.left(SPOON), await shop.left(FORK)) == (29, 28)


async def test_to_hold_scarce_goods_only_is_one_statement_where_there_is_plenty(
    shop: Shop, counted: CountedDatabase
) -> None:
    await reservations.hold_scarce(shop.deps, "order-1", [Line(SPOON, 1)], TTL)

    assert len(counted.sent) == 1


async def test_goods_of_which_there_is_plenty_are_sold_by_one_statement(shop: Shop, counted: CountedDatabase) -> None:
    await reservations.sell(shop.deps, "order-1", [Line(SPOON, 1)])

    assert len(counted.sent) == 1
    assert (await reservations.reserve(shop.deps, "order-1", [Line(SPOON, 1)], TTL)).reservation.state == "committed"
