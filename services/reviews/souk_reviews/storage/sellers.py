"""Whose products are, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence

from kit.data.database import PostgresStore
from souk_reviews.domain.sellers import Ownership


class PostgresSellers(PostgresStore):
    async def save(self, owned: Sequence[Ownership]) -> None:
        await self.write(
            """insert into sellers (handle, seller_id, version)
               select distinct on (handle) *
               from unnest($1::text[], $2::uuid[], $3::int[]) o (handle, seller_id, version)
               order by handle, version desc
               on conflict (handle) do update set seller_id = excluded.seller_id, version = excluded.version
               where sellers.version < excluded.version""",
            *map(list, zip(*owned, strict=True)),
        )
