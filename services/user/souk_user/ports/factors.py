"""Authenticators, recovery codes, and logins that wait for one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from souk_user.domain.second_factor import Factor, PendingLogin


class FactorStore(Protocol):
    async def find_factor(self, account_id: UUID) -> Factor | None: ...

    async def find_factor_to_use(self, account_id: UUID) -> Factor | None:
        """Locked, so that a code is used once."""
        ...

    async def save_factor(self, factor: Factor) -> None: ...

    async def remove_factor(self, account_id: UUID) -> None:
        """With its recovery codes."""
        ...

    async def save_recovery_codes(self, account_id: UUID, hashes: Sequence[bytes]) -> None:
        """In place of those before."""
        ...

    async def use_recovery_code(self, account_id: UUID, code_hash: bytes) -> bool:
        """True once."""
        ...

    async def count_recovery_codes(self, account_id: UUID) -> int: ...

    async def add_pending_login(self, pending: PendingLogin) -> None: ...

    async def find_pending_to_try(self, pending_id: UUID, browser_hash: bytes) -> PendingLogin | None:
        """Locked, so that guesses are counted one by one."""
        ...

    async def save_pending(self, pending: PendingLogin) -> None: ...

    async def end_pending_of(self, account_id: UUID) -> None: ...

    async def remove_pending_before(self, moment: datetime) -> None: ...
