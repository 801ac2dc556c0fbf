"""Codes that were sent, or would have been."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from souk_user.domain.codes import Code
from souk_user.testing.memory.rows import MemoryStore


class Codes(MemoryStore):
    async def add_code(self, code: Code) -> None:
        self.rows.codes[code.id] = code

    async def find_code(self, code_id: UUID) -> Code | None:
        return self.rows.codes.get(code_id)

    async def find_code_to_try(self, code_id: UUID, browser_hash: bytes) -> Code | None:
        code = self.rows.codes.get(code_id)
        return code if code and code.browser_hash == browser_hash else None

    async def save_code(self, code: Code) -> None:
        self.rows.codes[code.id] = code

    async def remove_codes_before(self, moment: datetime) -> None:
        async with self._changing() as rows:
            rows.codes = {each.id: each for each in rows.codes.values() if each.expires_at >= moment}
