"""What an admin may change on one variant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kit.data.database import PostgresStore
from souk_product.domain.products import VariantPrice
from souk_product.domain.stock import UnknownSku
from souk_product.storage.cards import reprice_cards
from souk_product.storage.shapes import money, money_or_null, stock_left
from souk_product.storage.stock import PostgresStock

_VIEW = f"""
select jsonb_build_object(
    'id', v.id, 'sku', v.sku, 'options', v.options, 'price', {money("v.price")},
    'compare_at', {money_or_null("v.compare_at")}, 'available', v.available, 'stock', v.stock,
    'stock_left', {stock_left("v.stock")},
    'image_index', v.image_position, 'weight_grams', v.weight_grams)
from variants v where v.sku = $1
"""
_SAVE = """
with changed as (update variants set price = $2, compare_at = $3 where sku = $1 returning product_id)
update products p set updated_at = $4 from changed c where p.id = c.product_id
"""


class PostgresPrices(PostgresStore):
    async def get(self, sku: str) -> VariantPrice:
        row = await self.fetchrow(
            "select sku, product_id, price, compare_at from variants where sku = $1 for update", sku
        )
        if row is None:
            raise UnknownSku(sku)
        return VariantPrice(row["sku"], row["product_id"], row["price"], row["compare_at"])

    async def count_stock(self, sku: str, on_shelf: int, now: datetime) -> None:
        await self.joined(PostgresStock(self._database)).count({sku: on_shelf}, now)

    async def save(self, price: VariantPrice, now: datetime) -> None:
        await self.execute(_SAVE, price.sku, price.price, price.compare_at, now)
        await reprice_cards(self, [price.product_id])
        await self.joined(PostgresStock(self._database)).announce([price.product_id], now)

    async def view(self, sku: str) -> dict[str, Any]:
        return await self.fetchval(_VIEW, sku)
