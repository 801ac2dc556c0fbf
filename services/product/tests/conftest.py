from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio

from kit.data.database import Database
from souk_product.app import build
from souk_product.domain.products import ProductDraft
from souk_product.settings import Settings
from souk_product.testing.shop import FOUR, put_on_sale
from testkit.databases import TestPostgres

MakeShop = Callable[..., Awaitable[Any]]


@pytest.fixture
def open_shop(service_client: Any, database_of: Any) -> MakeShop:
    """`await open_shop(a_product("Mug"), …)`: the service with these on sale."""

    async def make(*products: ProductDraft) -> Any:
        database = await database_of("product")
        await put_on_sale(database, *products)
        return await service_client(build, Settings, database=database)

    return make


@pytest_asyncio.fixture(scope="session")
async def standing(postgres: TestPostgres) -> AsyncIterator[Callable[..., Awaitable[Database]]]:
    filled: dict[tuple[str, ...], Database] = {}
    async with AsyncExitStack() as stack:

        async def with_on_sale(*products: ProductDraft) -> Database:
            handles = tuple(product.handle for product in products)
            if handles not in filled:
                clone = await postgres.clone("product")
                filled[handles] = await stack.enter_async_context(Database(clone.url, name="product"))
                await put_on_sale(filled[handles], *products)
            return filled[handles]

        yield with_on_sale


@pytest.fixture
def visit_shop(service_client: Any, standing: Callable[..., Awaitable[Database]]) -> MakeShop:
    """As open_shop, for tests that change nothing: one database serves all that ask for the same products."""

    async def make(*products: ProductDraft) -> Any:
        return await service_client(build, Settings, database=await standing(*products))

    return make


@pytest.fixture
async def shop(open_shop: MakeShop) -> Any:
    return await open_shop(*FOUR)
