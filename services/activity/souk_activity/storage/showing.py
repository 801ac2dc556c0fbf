"""What shoppers are shown, in PostgreSQL: one statement each, by an index."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from kit.data.database import PostgresStore

TOGETHER = "select other from together where handle = $1 order by orders desc, hint desc, other limit $2"
TOGETHER_WITH_ANY = """
select other from together where handle = any($1::text[]) and other <> all($1::text[])
 group by other order by sum(orders) desc, sum(hint) desc, other limit $2
"""
POPULAR = "select handle from popular order by rank desc, handle limit $1"


class PostgresShowing(PostgresStore):
    async def list_together(self, handles: Collection[str], most: int) -> list[str]:
        if len(handles) == 1:
            rows = await self.fetch(TOGETHER, next(iter(handles)), most)
        else:
            rows = await self.fetch(TOGETHER_WITH_ANY, list(handles), most)
        return [row["other"] for row in rows]

    async def list_popular(self, most: int) -> list[str]:
        return [row["handle"] for row in await self.fetch(POPULAR, most)]

    async def list_viewed(self, person_id: UUID) -> list[str]:
        return await self.fetchval("select handles from viewed where person_id = $1", person_id) or []

    async def is_first(self, name: str) -> bool:
        noted = await self.fetchval("insert into seeded (name) values ($1) on conflict do nothing returning true", name)
        return noted is not None

    async def add_hints(self, pairs: Mapping[tuple[str, str], int], now: datetime) -> None:
        one, other = zip(*pairs, strict=True)
        await self.execute(
            """insert into together as t (handle, other, hint, last_at)
               select *, $4 from unnest($1::text[], $2::text[], $3::smallint[]) g (handle, other, hint)
               on conflict (handle, other) do update set hint = excluded.hint""",
            list(one), list(other), list(pairs.values()), now,
        )  # fmt: skip

    async def add_seeded_interest(self, ranks: Mapping[str, float]) -> None:
        await self.execute(
            """insert into popular (handle, rank, is_seeded)
               select *, true from unnest($1::text[], $2::float8[]) g (handle, rank) on conflict do nothing""",
            list(ranks),
            list(ranks.values()),
        )
