"""Who bought what, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from kit.data.database import PostgresStore
from kit.data.housekeeping import OldRows, remove
from souk_reviews.domain.purchases import Purchase
from souk_reviews.domain.reviews import Standing

OF_NOBODY = OldRows(
    "deliveries",
    by="delivered_at",
    where="delivered_at < $1 and not exists (select from purchases p where p.order_id = deliveries.order_id)",
)


class PostgresPurchases(PostgresStore):
    async def add_purchases(self, purchases: Collection[Purchase]) -> None:
        await self.write(
            """insert into purchases (customer_id, handle, order_id)
               select * from unnest($1::uuid[], $2::text[], $3::uuid[]) bought (customer_id, handle, order_id)
                where not exists (select from kit_forgotten where mark = kit_mark_of(bought.customer_id))
               on conflict do nothing""",
            *map(list, zip(*purchases, strict=True)),
        )

    async def add_deliveries(self, order_ids: Collection[UUID], at: datetime) -> None:
        await self.write(
            """insert into deliveries (order_id, delivered_at) select unnest($1::uuid[]), $2::timestamptz
               on conflict do nothing""",
            list(order_ids),
            at,
        )

    async def standing_of(self, customer_id: UUID, handle: str) -> Standing:
        arrived = await self.fetchval(
            """select bool_or(d.order_id is not null) from purchases p left join deliveries d on d.order_id = p.order_id
               where p.customer_id = $1 and p.handle = $2""",
            customer_id,
            handle,
        )
        if arrived is None:
            return Standing.NOT_BOUGHT
        return Standing.MAY_WRITE if arrived else Standing.ON_ITS_WAY

    async def is_watched(self, customer_id: UUID, handle: str) -> bool:
        return await self.fetchval(
            "select exists (select from purchases where customer_id = $1 and handle = $2 and watched)",
            customer_id,
            handle,
        )

    async def remove_purchases_of(self, customer_id: UUID) -> None:
        await self.execute("delete from purchases where customer_id = $1", customer_id)

    async def remove_deliveries_of_nobody(self, before: datetime) -> None:
        await remove(self._database, OF_NOBODY, before)
