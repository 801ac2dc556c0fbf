"""Authenticators, recovery codes, and logins that wait for one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from souk_user.domain.second_factor import Factor, PendingLogin
from souk_user.testing.memory.rows import MemoryStore


class Factors(MemoryStore):
    async def find_factor(self, account_id: UUID) -> Factor | None:
        return self.rows.factors.get(account_id)

    async def find_factor_to_use(self, account_id: UUID) -> Factor | None:
        return self.rows.factors.get(account_id)

    async def save_factor(self, factor: Factor) -> None:
        self.rows.factors[factor.account_id] = factor

    async def remove_factor(self, account_id: UUID) -> None:
        self.rows.factors.pop(account_id, None)
        self.rows.recovery_codes.pop(account_id, None)

    async def save_recovery_codes(self, account_id: UUID, hashes: Sequence[bytes]) -> None:
        self.rows.recovery_codes[account_id] = frozenset(hashes)

    async def use_recovery_code(self, account_id: UUID, code_hash: bytes) -> bool:
        kept = self.rows.recovery_codes.get(account_id, frozenset())
        self.rows.recovery_codes[account_id] = kept - {code_hash}
        return code_hash in kept

    async def count_recovery_codes(self, account_id: UUID) -> int:
        return len(self.rows.recovery_codes.get(account_id, ()))

    async def add_pending_login(self, pending: PendingLogin) -> None:
        self.rows.pending[pending.id] = pending

    async def find_pending_to_try(self, pending_id: UUID, browser_hash: bytes) -> PendingLogin | None:
        pending = self.rows.pending.get(pending_id)
        return pending if pending and pending.browser_hash == browser_hash else None

    async def save_pending(self, pending: PendingLogin) -> None:
        self.rows.pending[pending.id] = pending

    async def end_pending_of(self, account_id: UUID) -> None:
        self.rows.pending = {key: each for key, each in self.rows.pending.items() if each.account_id != account_id}

    async def remove_pending_before(self, moment: datetime) -> None:
        async with self._changing() as rows:
            rows.pending = {each.id: each for each in rows.pending.values() if each.expires_at >= moment}
