"""The fake and PostgreSQL pass the same tests of stock."""

from __future__ import annotations

from typing import Any

import pytest

from souk_product.actions import reservations
from souk_product.domain.stock import StockPolicy
from souk_product.storage.stock import PostgresStock
from souk_product.testing.fake_stock import FakeStock
from souk_product.testing.shop import a_product, put_on_sale
from souk_product.testing.stock_behaviour import BOWL, FORK, FREE, MUG, PLATE, SPOON, Shop, StockBehaviour, a_shop


class TestFakeStock(StockBehaviour):
    @pytest.fixture
    async def shop(self) -> Shop:
        stock = FakeStock({MUG: 5, BOWL: 5, PLATE: 5, SPOON: 30, FORK: 30, FREE: 0}, unlimited=[FREE])

        async def left(sku: str) -> int:
            return stock.stock[sku]

        return a_shop(stock, left)


class TestPostgresStock(StockBehaviour):
    @pytest.fixture
    async def shop(self, database_of: Any) -> Shop:
        database = await database_of("product")
        limited = (a_product(name, stock=5) for name in ("Mug", "Bowl", "Plate"))
        plenty = (a_product(name, stock=30) for name in ("Spoon", "Fork"))
        await put_on_sale(database, *limited, *plenty, a_product("Postcard", stock=0, policy=StockPolicy.UNTRACKED))
        stock = PostgresStock(database)

        async def left(sku: str) -> int:
            return await stock.fetchval("select stock from variants where sku = $1", sku)

        return a_shop(stock, left)

    async def test_shoppers_hear_of_changes_that_they_can_see(self, shop: Shop) -> None:
        stock: Any = shop.deps.stock
        await stock.execute("update variants set stock = 30 where sku = 'PLATE'")

        await shop.reserve("order-1", PLATE=2)  # 30 or 28: "in stock"
        await shop.reserve("order-2", MUG=1)  # 5 or 4: "only 4 left"

        said = [row["body"] for row in await stock.fetch("select body::text from kit_outbox")]
        assert len(said) == 1
        assert '"handle":"mug"' in said[0].replace(" ", "")

    async def test_the_list_says_sold_out_as_soon_as_it_is(self, shop: Shop) -> None:
        stock: Any = shop.deps.stock

        async def available() -> bool:
            return await stock.fetchval("select available from product_cards where handle = 'mug'")

        await shop.reserve("order-1", MUG=5)
        assert not await available()
        await reservations.release(shop.deps, "order-1")
        assert await available()
