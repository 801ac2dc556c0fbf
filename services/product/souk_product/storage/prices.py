"""What an admin may change on one variant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.product import LOW_STOCK
from kit.data.database import PostgresStore
from souk_product.domain.stock import UnknownSku
from souk_product.storage.cards import rewrite_cards
from souk_product.storage.shapes import money, money_or_null
from souk_product.storage.stock import PostgresStock


@dataclass(frozen=True, slots=True)
class Priced:
    product_id: UUID
    price: int
    compare_at: int | None
    stock: int


_VIEW = f"""
select jsonb_build_object(
    'id', v.id, 'sku', v.sku, 'options', v.options, 'price', {money("v.price")},
    'compare_at', {money_or_null("v.compare_at")}, 'available', v.stock > 0, 'stock', v.stock,
    'stock_left', case when v.stock <= {LOW_STOCK} then v.stock end,
    'image_index', v.image_position, 'weight_grams', v.weight_grams)
from variants v where v.sku = $1
"""


class PostgresPrices(PostgresStore):
    async def get(self, sku: str) -> Priced:
        """Locked; `stock` counts what is on the shelf, held or not."""
        row = await self.fetchrow(
            "select product_id, price, compare_at, stock from variants where sku = $1 for update", sku
        )
        if row is None:
            raise UnknownSku(sku)
        held = await self._held(sku)
        return Priced(row["product_id"], row["price"], row["compare_at"], row["stock"] + held)

    async def save(self, sku: str, priced: Priced, now: datetime) -> None:
        free = max(0, priced.stock - await self._held(sku))
        await self.execute(
            "update variants set price = $2, compare_at = $3, stock = $4 where sku = $1",
            sku, priced.price, priced.compare_at, free,
        )  # fmt: skip
        await self.execute("update products set updated_at = $2 where id = $1", priced.product_id, now)
        await rewrite_cards(self, [priced.product_id])
        await self.joined(PostgresStock(self._database)).announce([priced.product_id], now)

    async def view(self, sku: str) -> dict[str, Any]:
        return await self.fetchval(_VIEW, sku)

    async def _held(self, sku: str) -> int:
        return await self.fetchval(
            "select coalesce(sum(l.quantity), 0)::int from reservation_lines l join reservations r on r.key = l.key"
            " where l.sku = $1 and r.state = 'held'",
            sku,
        )
