from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from souk_product.app import build
from souk_product.domain.products import ProductDraft
from souk_product.settings import Settings
from souk_product.testing.shop import OPENED, a_product, put_on_sale

MakeShop = Callable[..., Awaitable[Any]]


@pytest.fixture
def open_shop(service_client: Any, database_of: Any) -> MakeShop:
    """`await open_shop(a_product("Mug"), …)`: the service with these on sale."""

    async def make(*products: ProductDraft) -> Any:
        database = await database_of("product")
        await put_on_sale(database, *products)
        return await service_client(build, Settings, database=database)

    return make


@pytest.fixture
async def shop(open_shop: MakeShop) -> Any:
    """Four products that differ in everything one can narrow by."""
    return await open_shop(
        a_product("Linen shirt", price=200_000, colours=["Indigo", "White"], sizes=["M", "L"], tags=("summer",)),
        a_product(
            "Khadi shirt",
            price=150_000,
            compare_at=190_000,
            colours=["Indigo", "Moss"],
            sizes=["S", "M"],
            stock={"KHADI-SHIRT/INDIGO/S": 3, "KHADI-SHIRT/MOSS/M": 1},
            created_at=OPENED + timedelta(days=1),
        ),
        a_product("Chai mug", price=45_000, category="kitchen", tags=("featured",), vendor="Khurja Kiln"),
        a_product("Notebook", price=49_000, category="kitchen", stock=0, created_at=OPENED + timedelta(days=2)),
    )
