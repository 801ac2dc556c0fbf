"""What the gateway has to fetch anew; each store that changes what is shown notes it in its own transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from kit.data.database import PostgresStore
from souk_content.domain.addresses import Refresh

# Another replica's are passed over. One that fails comes again, each time after twice the pause, up to a minute.
CLAIM = """
    update refreshes
       set due_at = $1::timestamptz + least($2::interval * power(2, failures), interval '1 minute'),
           failures = failures + 1
     where id = any(array(select id from refreshes where due_at <= $1
                           order by due_at limit $3 for update skip locked))
    returning id, address, failures - 1 as failures"""


class PostgresRefreshes(PostgresStore):
    async def add_refreshes(self, addresses: Iterable[str], moments: Iterable[datetime]) -> None:
        await self.execute(
            """insert into refreshes (address, due_at)
               select a, m from unnest($1::text[]) a, unnest($2::timestamptz[]) m""",
            list(dict.fromkeys(addresses)), list(moments),
        )  # fmt: skip

    async def claim_refreshes(self, now: datetime, again_after: timedelta, most: int) -> list[Refresh]:
        return [Refresh(**row) for row in await self.fetch(CLAIM, now, again_after, most)]

    async def remove_refreshes(self, ids: Collection[int]) -> None:
        await self.execute("delete from refreshes where id = any($1::bigint[])", list(ids))

    async def is_first(self, name: str) -> bool:
        noted = await self.fetchval("insert into seeded (name) values ($1) on conflict do nothing returning true", name)
        return noted is not None
