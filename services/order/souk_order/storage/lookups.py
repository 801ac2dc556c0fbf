"""Guests who look for an order."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kit.data import housekeeping
from kit.data.database import PostgresStore
from kit.data.housekeeping import OldRows
from souk_order.domain.lookups import Lookup

OLD_LOOKUPS = OldRows("lookups", by="expires_at", where="expires_at < $1")
LOOKUP = "id, order_id, code_hash, browser_hash, expires_at, tries, used_at"


class PostgresLookups(PostgresStore):
    async def add(self, lookup: Lookup) -> None:
        await self.write(
            "insert into lookups (id, order_id, code_hash, browser_hash, expires_at) values ($1, $2, $3, $4, $5)",
            *(lookup.id, lookup.order_id, lookup.code_hash, lookup.browser_hash, lookup.expires_at),
        )

    async def find_to_try(self, lookup_id: UUID, browser_hash: bytes) -> Lookup | None:
        row = await self.fetchrow(
            f"select {LOOKUP} from lookups where id = $1 and browser_hash = $2 for update", lookup_id, browser_hash
        )
        return Lookup(**row) if row else None

    async def save(self, lookup: Lookup) -> None:
        await self.write(
            "update lookups set tries = $2, used_at = $3 where id = $1", lookup.id, lookup.tries, lookup.used_at
        )

    async def remove_before(self, moment: datetime) -> None:
        await housekeeping.remove(self._database, OLD_LOOKUPS, moment)
