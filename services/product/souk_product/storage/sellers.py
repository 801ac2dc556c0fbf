"""Whose products are, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.product import ProductSellerChanged
from kit.data.database import PostgresStore
from souk_product.domain.browsing import UnknownProduct
from souk_product.domain.sellers import Ownership

_GIVE = """
update products set seller_id = $2, seller_version = seller_version + 1
where handle = $1 and seller_id is distinct from $2 returning handle, seller_id, seller_version
"""


class PostgresSellers(PostgresStore):
    async def save(self, handle: str, seller_id: UUID | None, now: datetime) -> Ownership:
        row = await self.fetchrow(_GIVE, handle, seller_id)
        if row is not None:
            await self._announce(row, now)
        else:
            row = await self.fetchrow(
                "select handle, seller_id, seller_version from products where handle = $1", handle
            )
        if row is None:
            raise UnknownProduct(handle)
        return Ownership(row["handle"], row["seller_id"], row["seller_version"])

    async def announce_new(self, product_ids: Collection[UUID], now: datetime) -> None:
        """Inside the transaction that adds them."""
        rows = await self.fetch(
            "select handle, seller_id, seller_version from products where id = any($1) and seller_id is not null",
            list(product_ids),
        )
        for row in rows:
            await self._announce(row, now)

    async def _announce(self, row: Any, now: datetime) -> None:
        await self.publish(
            ProductSellerChanged(
                at=now, handle=row["handle"], version=row["seller_version"], seller_id=row["seller_id"]
            )
        )
