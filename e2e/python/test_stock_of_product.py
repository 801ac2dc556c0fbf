"""The product service keeps the word that the order service relies on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest_asyncio

from kit.calls.client import Calls
from kit.data.database import PostgresStore
from kit.settings import Secret
from souk_order.adapters.product import ProductStock
from souk_order.testing.stock_behaviour import StockBehaviour
from souk_product.app import build
from souk_product.settings import Settings
from souk_product.testing.shop import a_product, put_on_sale
from testkit.clients import ServiceClient, service_key_of


class RealShelf:
    def __init__(self, product: ServiceClient, sku: str) -> None:
        calls = Calls({"product": "http://product.test"}, Secret(service_key_of("order")))
        calls.directly("product", product.app)
        self.sku = sku
        self.stock = ProductStock(calls)
        self._product = product

    async def left(self) -> int:
        store = PostgresStore(self._product.infra.database)
        return await store.fetchval("select stock from variants where sku = $1", self.sku)

    def wait(self, seconds: float) -> None:
        self._product.clock.advance(seconds=seconds)


class TestProductStock(StockBehaviour):
    @pytest_asyncio.fixture
    async def shelf(self, service_client: Callable[..., Awaitable[ServiceClient]]) -> Any:
        product = await service_client(build, Settings)
        await put_on_sale(product.infra.database, a_product("Mug", stock=5))
        return RealShelf(product, "MUG")
