"""What may be changed on one variant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from contracts.product import ProductChanged
from kit.data.database import PostgresStore
from souk_product.domain.products import VariantPrice
from souk_product.domain.stock import UnknownSku
from souk_product.storage.cards import REPRICE
from souk_product.storage.shapes import money, money_or_null, stock_left
from souk_product.storage.stock import PostgresStock

# Its variant is locked first, then its card, as everybody does (storage/stock.py). What is rewritten afterwards needs a
# statement of its own: it must see what the writer before us has committed.
_GET = """
with one as materialized (
    select v.sku, v.product_id, v.price, v.compare_at, p.handle, p.seller_id,
           (select array_agg(o.sku order by o.position) from variants o where o.product_id = v.product_id) as skus
    from variants v join products p on p.id = v.product_id where v.sku = $1 for update of v),
card as materialized (select from product_cards where product_id = any(select product_id from one) for update)
select one.*, (select count(*) from card) as cards from one
"""
_SAVE = """
with changed as (update variants set price = $2, compare_at = $3 where sku = $1 returning product_id)
update products p set updated_at = $4 from changed c where p.id = c.product_id
"""
_REPRICE = f"""
with repriced as ({REPRICE} returning 1)
select jsonb_build_object(
    'id', v.id, 'sku', v.sku, 'options', v.options, 'price', {money("v.price")},
    'compare_at', {money_or_null("v.compare_at")}, 'available', v.available, 'stock', v.stock,
    'stock_left', {stock_left("v.stock")},
    'image_index', v.image_position, 'weight_grams', v.weight_grams)
from variants v where v.sku = $2
"""


class PostgresPrices(PostgresStore):
    async def get(self, sku: str) -> VariantPrice:
        row = await self.fetchrow(_GET, sku)
        if row is None:
            raise UnknownSku(sku)
        return VariantPrice(
            sku, row["price"], row["compare_at"], row["product_id"], row["handle"], tuple(row["skus"]), row["seller_id"]
        )

    async def count_stock(self, sku: str, on_shelf: int, now: datetime) -> None:
        await self.joined(PostgresStock(self._database)).count({sku: on_shelf}, now)

    async def save(self, price: VariantPrice, now: datetime) -> dict[str, Any]:
        await self.execute(_SAVE, price.sku, price.price, price.compare_at, now)
        view = await self.fetchval(_REPRICE, [price.product_id], price.sku)
        await self.publish(
            ProductChanged(at=now, product_id=price.product_id, handle=price.handle, skus=price.skus_of_product)
        )
        return view
