"""Wishlists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kit.data import housekeeping
from kit.data.database import PostgresStore
from kit.data.housekeeping import OldRows
from souk_user.domain.wishes import Wish

OLD_WISHES = OldRows("wishes", by="added_at", where="owner like 'guest:%' and added_at < $1")


class Wishes(PostgresStore):
    async def list_wishes(self, owner: str) -> list[Wish]:
        rows = await self.fetch(
            "select product_id, handle, added_at from wishes where owner = $1 order by added_at desc, product_id desc",
            owner,
        )
        return [Wish(**row) for row in rows]

    async def list_wishes_to_change(self, owner: str) -> list[Wish]:
        """Under a lock of the owner's, because there is no row to lock while the list is empty."""
        await self.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"wishes of {owner}")
        return await self.list_wishes(owner)

    async def add_wishes(self, owner: str, wishes: Sequence[Wish]) -> None:
        await self.execute(
            """insert into wishes (owner, product_id, handle, added_at)
               select $1, * from unnest($2::uuid[], $3::text[], $4::timestamptz[]) on conflict do nothing""",
            owner, [wish.product_id for wish in wishes], [wish.handle for wish in wishes],
            [wish.added_at for wish in wishes],
        )  # fmt: skip

    async def remove_wishes(self, owner: str, product_ids: Sequence[UUID]) -> None:
        await self.execute("delete from wishes where owner = $1 and product_id = any($2)", owner, list(product_ids))

    async def remove_guests_wishes_before(self, moment: datetime) -> None:
        await housekeeping.remove(self._database, OLD_WISHES, moment)
