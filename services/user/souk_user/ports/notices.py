"""Notices of what is back in stock."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol, Self
from uuid import UUID

from kit.mail import Mail
from souk_user.domain.notices import Return, TakenOver, Wait, Waiting


class NoticeStore(Protocol):
    def transaction(self, once: UUID | None = None) -> AbstractAsyncContextManager[Self]: ...

    async def list_waits(self, owner: str) -> Sequence[Wait]: ...

    async def list_waits_to_change(self, owner: str, email: str | None) -> tuple[Sequence[Wait], int]:
        """And how many there are of that address; neither changes until the transaction ends."""
        ...

    async def add_wait(self, owner: str, wait: Wait) -> None: ...

    async def take_over(self, guest: str, customer: str, waits: TakenOver) -> None: ...

    async def remove_wait(self, owner: str, product_id: UUID, sku: str) -> None: ...

    async def stop(self, mark: bytes, now: datetime) -> None:
        """Whoever asks for this address, nobody writes to it."""
        ...

    async def is_awaited(self, back: Return) -> bool: ...

    async def take_waiting(self, back: Return, limit: int) -> tuple[Sequence[Waiting], int]:
        """Those who asked first, who are forgotten with it, and how many were taken: some are not to be written to."""
        ...

    async def post(self, mail: Mail) -> None: ...

    async def list_due(self, now: datetime) -> Sequence[Return]: ...

    async def is_due(self, back: Return, now: datetime) -> bool:
        """Locked until the transaction ends; false where somebody else is at it."""
        ...

    async def go_on_at(self, back: Return, moment: datetime) -> None: ...

    async def set_aside(self, back: Return, until: datetime) -> None:
        """One failure more."""
        ...

    async def end(self, back: Return) -> None:
        """Who still waits is told of the next return."""
        ...

    async def remove_before(self, waits: datetime, unwanted: datetime) -> None: ...


class Shelves(Protocol):
    async def has(self, sku: str) -> bool:
        """Whether it can be bought now."""
        ...
