"""Wishlists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from souk_user.domain.wishes import Wish


class WishStore(Protocol):
    async def list_wishes(self, owner: str) -> Sequence[Wish]: ...

    async def list_wishes_to_change(self, owner: str) -> Sequence[Wish]:
        """Nobody else changes them until the transaction ends."""
        ...

    async def add_wishes(self, owner: str, wishes: Sequence[Wish]) -> None: ...

    async def remove_wishes(self, owner: str, product_ids: Sequence[UUID]) -> None: ...

    async def remove_guests_wishes_before(self, moment: datetime) -> None: ...
