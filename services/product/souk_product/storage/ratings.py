"""How products are rated, on the product and on its card."""

from __future__ import annotations

from collections.abc import Sequence

from kit.data.database import PostgresStore
from souk_product.domain.ratings import Rating
from souk_product.storage.cards import rate_cards

# Variants first, as everybody does who changes a product and its card (storage/stock.py).
_LOCK = """
select from variants v join products p on p.id = v.product_id where p.handle = any($1) order by v.sku for update of v
"""
_RATE = """
update products p set rating_version = t.version, rating_count = t.count, rating_average = t.average
from unnest($1::text[], $2::int[], $3::int[], $4::float8[]) t (handle, version, count, average)
where p.handle = t.handle and p.rating_version < t.version returning p.id
"""


class PostgresRatings(PostgresStore):
    async def save(self, ratings: Sequence[Rating]) -> None:
        handles = [rating.handle for rating in ratings]
        await self.execute(_LOCK, handles)
        rated = await self.fetch(
            _RATE,
            handles,
            [rating.version for rating in ratings],
            [rating.count for rating in ratings],
            [rating.average for rating in ratings],
        )
        if rated:
            await rate_cards(self, [row["id"] for row in rated])
