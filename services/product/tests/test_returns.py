"""What was sold out and is there again is announced: at once where goods came in, later where a hold ended."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from contracts.product import BackInStock
from kit.data.database import Database
from souk_product.actions import prices, reservations
from souk_product.actions.deps import Deps
from souk_product.domain.products import PriceChange
from souk_product.domain.stock import Line, StockPolicy
from souk_product.storage.prices import PostgresPrices
from souk_product.storage.stock import PostgresStock
from souk_product.testing.shop import a_product, put_on_sale
from souk_product.testing.stock_behaviour import ADMIN, MUG, TTL, Shop, a_shop


@pytest.fixture
async def database(database_of: Any) -> Database:
    database = await database_of("product")
    await put_on_sale(database, a_product("Mug", stock=2), a_product("Bowl", stock=0))
    return database


@pytest.fixture
def shop(database: Database) -> Shop:
    async def left(sku: str) -> int:
        return await PostgresStock(database).fetchval("select stock from variants where sku = $1", sku)

    shop = a_shop(PostgresStock(database), left)
    return replace(shop, deps=replace(shop.deps, prices=PostgresPrices(database)))


async def told(deps: Deps) -> list[str]:
    stock: Any = deps.stock
    rows = await stock.fetch(
        "select body::text from kit_outbox where subject = $1 order by position", BackInStock.subject
    )
    return [BackInStock.model_validate_json(row["body"]).sku for row in rows]


async def count(shop: Shop, sku: str, on_shelf: int) -> None:
    await prices.change_variant(shop.deps, ADMIN, sku, PriceChange(frozenset({"stock"}), stock=on_shelf))


async def test_goods_that_come_in_are_told_of_where_there_was_none(shop: Shop) -> None:
    for on_shelf in (3, 5, 0, 0, 1):
        await count(shop, "BOWL", on_shelf)
    await count(shop, MUG, 9)

    assert await told(shop.deps) == ["BOWL", "BOWL"]


async def test_what_is_counted_beside_what_is_held_to_the_last_piece_is_some_again(shop: Shop) -> None:
    await shop.reserve("order-1", MUG=2)

    await count(shop, MUG, 2)
    assert await told(shop.deps) == []
    await count(shop, MUG, 3)

    assert await told(shop.deps) == [MUG]


async def test_what_a_buyer_sends_back_is_told_of_once(shop: Shop) -> None:
    await reservations.sell(shop.deps, "order-1", [Line(MUG, 2)])

    once = uuid4()
    await reservations.take_back(shop.deps, [Line(MUG, 1)], once)
    await asyncio.gather(
        *(reservations.take_back(shop.deps, [Line(MUG, 1)], once) for _ in range(3)), return_exceptions=True
    )

    assert await told(shop.deps) == [MUG]


async def test_what_a_hold_gave_back_is_told_of_once_it_has_stayed_free(shop: Shop) -> None:
    await shop.reserve("order-1", MUG=2)
    await reservations.release(shop.deps, "order-1")
    for n in range(2, 6):  # another takes it, and lets it go, before it has settled
        shop.clock.advance(minutes=4)
        await shop.reserve(f"order-{n}", MUG=2)
        shop.clock.advance(minutes=16)
        await reservations.return_lapsed(shop.deps)
        await reservations.tell_settled(shop.deps)
    assert await told(shop.deps) == []

    shop.clock.advance(minutes=5)
    await asyncio.gather(*(reservations.tell_settled(shop.deps) for _ in range(3)))

    assert await told(shop.deps) == [MUG]


async def test_what_is_held_again_when_it_would_be_told_of_is_no_news(shop: Shop) -> None:
    await shop.reserve("order-1", MUG=2)
    await reservations.release(shop.deps, "order-1")
    shop.clock.advance(minutes=4)
    await shop.reserve("order-2", TTL, MUG=2)

    shop.clock.advance(minutes=2)
    assert await reservations.tell_settled(shop.deps) == 1

    assert await told(shop.deps) == []
    assert await reservations.tell_settled(shop.deps) == 0


@pytest.mark.parametrize(("stock", "policy"), [(4, StockPolicy.TRACKED), (0, StockPolicy.BACKORDER)])
async def test_an_import_tells_of_what_can_be_had_again(
    shop: Shop, database: Database, stock: int, policy: StockPolicy
) -> None:
    await put_on_sale(database, a_product("Mug", stock=7), a_product("Bowl", stock=stock, policy=policy))

    assert await told(shop.deps) == ["BOWL"]
