"""What orders add, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from souk_activity.storage.tallies import PostgresTallies


class PostgresOrders(PostgresTallies):
    async def list_last_visits(self, people: Collection[UUID], since: datetime) -> list[UUID]:
        if not people:
            return []
        rows = await self.fetch(
            """select max(id::text)::uuid as id from sessions
                where person_id = any($1::uuid[]) and id >= first_id_of($2) group by person_id""",
            list(people),
            since,
        )
        return [row["id"] for row in rows]

    async def add_together(self, orders: Mapping[tuple[str, str], int], now: datetime) -> None:
        if not orders:
            return
        one, other = zip(*orders, strict=True)
        await self.write(
            """insert into together as t (handle, other, orders, last_at)
               select *, $4 from unnest($1::text[], $2::text[], $3::int[]) g (handle, other, orders)
                order by handle, other
               on conflict (handle, other) do update set
                   orders = t.orders + excluded.orders, last_at = excluded.last_at""",
            list(one), list(other), list(orders.values()), now,
        )  # fmt: skip
