"""What time does to it all, in PostgreSQL."""

from __future__ import annotations

from datetime import date, datetime

from kit.data import housekeeping
from kit.data.database import PostgresStore
from kit.data.housekeeping import OldRows

SLOTS = OldRows("slots", by="slot", where="slot < $1")
PRODUCT_SLOTS = OldRows("product_slots", by="slot", where="slot < $1")
SEARCH_SLOTS = OldRows("search_slots", by="slot", where="slot < $1")
TOGETHER = OldRows("together", by="last_at", where="last_at < $1 and hint = 0")
VIEWED = OldRows("viewed", by="at", where="at < $1")
POPULAR = OldRows("popular", by="rank", where="rank < $1")


class PostgresKeeping(PostgresStore):
    async def keep_days(self, first: date, last: date) -> None:
        await self.execute("select keep_days($1, $2)", first, last)

    async def remove_before(self, reports: datetime, viewed: datetime, rank: float) -> None:
        old = ((each, reports) for each in (SLOTS, PRODUCT_SLOTS, SEARCH_SLOTS, TOGETHER))
        await housekeeping.remove_all(self._database, [*old, (VIEWED, viewed), (POPULAR, rank)])
