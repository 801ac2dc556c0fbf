"""What the seed has brought."""

from __future__ import annotations

from kit.data.database import PostgresStore


class PostgresSeeded(PostgresStore):
    async def is_first(self, name: str) -> bool:
        sql = "insert into seeded (name) values ($1) on conflict do nothing returning true"
        return bool(await self.fetchval(sql, name))
