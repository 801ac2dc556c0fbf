"""What a reservation and a change of a price cost in statements, which is also how long their rows are locked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from souk_product.actions import prices, reservations
from souk_product.domain.products import PriceChange
from souk_product.domain.stock import Line
from souk_product.storage.prices import PostgresPrices
from souk_product.storage.stock import PostgresStock
from souk_product.testing.shop import a_product, put_on_sale
from souk_product.testing.stock_behaviour import ADMIN, FORK, SPOON, TTL, Shop, a_shop
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


async def test_a_price_changes_with_its_card_and_its_event_in_six_statements(
    shop: Shop, counted: CountedDatabase
) -> None:
    kept = PostgresPrices(counted)

    changed = await prices.change_variant(
        replace(shop.deps, prices=kept), ADMIN, SPOON, PriceChange(frozenset({"price"}), price=777)
    )

    # To begin, to lock and read, to save, to rewrite the card and read, to announce, to commit.
    assert len(counted.sent) == 6, counted.sent
    assert changed["price"]["amount"] == 777
    assert await kept.fetchval("select price from product_cards where handle = 'spoon'") == 777
    assert await kept.fetchval("select body::jsonb -> 'skus' from kit_outbox") == ["SPOON"]


@pytest.mark.parametrize(("before", "after", "more"), [(30, 20, 0), (30, 0, 0), (0, 30, 2)])
async def test_a_stock_that_is_counted_costs_statements_more_only_where_there_was_none(
    shop: Shop, counted: CountedDatabase, before: int, after: int, more: int
) -> None:
    deps = replace(shop.deps, prices=PostgresPrices(counted))
    await prices.change_variant(deps, ADMIN, SPOON, PriceChange(frozenset({"stock"}), stock=before))
    counted.sent.clear()

    await prices.change_variant(deps, ADMIN, SPOON, PriceChange(frozenset({"stock"}), stock=after))

    # As with a price, and to count; where it is news, to read what is told and to tell it.
    assert len(counted.sent) == 7 + more, counted.sent
