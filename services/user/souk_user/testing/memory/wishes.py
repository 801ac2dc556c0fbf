"""Wishlists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from souk_user.domain.wishes import Wish
from souk_user.testing.memory.rows import MemoryStore


class Wishes(MemoryStore):
    async def list_wishes(self, owner: str) -> Sequence[Wish]:
        theirs = (wish for (of, _), wish in self.rows.wishes.items() if of == owner)
        return sorted(theirs, key=lambda wish: (wish.added_at, wish.product_id), reverse=True)

    async def list_wishes_to_change(self, owner: str) -> Sequence[Wish]:
        return await self.list_wishes(owner)

    async def add_wishes(self, owner: str, wishes: Sequence[Wish]) -> None:
        self.rows.wishes |= {(owner, wish.product_id): wish for wish in wishes}

    async def remove_wishes(self, owner: str, product_ids: Sequence[UUID]) -> None:
        for product_id in product_ids:
            self.rows.wishes.pop((owner, product_id), None)

    async def remove_guests_wishes_before(self, moment: datetime) -> None:
        async with self._changing() as rows:
            rows.wishes = {
                key: wish for key, wish in rows.wishes.items()
                if not key[0].startswith("guest:") or wish.added_at >= moment
            }  # fmt: skip
