"""Codes that were sent, or would have been."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

import asyncpg

from kit.data import housekeeping
from kit.data.database import PostgresStore
from kit.data.housekeeping import OldRows
from kit.mail import Channel
from souk_user.domain.codes import Code, Contact, Newcomer, Purpose

OLD_CODES = OldRows("codes", by="expires_at", where="expires_at < $1")
NEW_CODE = (
    "id, purpose, user_type, account_id, channel, sent_to, code_hash, browser_hash, expires_at,"
    " newcomer_name, newcomer_password_hash"
)
CODE = f"{NEW_CODE}, tries, used_at"


class Codes(PostgresStore):
    async def add_code(self, code: Code) -> None:
        await self.write(
            f"insert into codes ({NEW_CODE}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            code.id, code.purpose, code.user_type, code.account_id, code.sent_to.channel, code.sent_to.address,
            code.code_hash, code.browser_hash, code.expires_at,
            code.newcomer and code.newcomer.name, code.newcomer and code.newcomer.password_hash,
        )  # fmt: skip

    async def find_code(self, code_id: UUID) -> Code | None:
        row = await self.fetchrow(f"select {CODE} from codes where id = $1", code_id)
        return _code_of(row) if row else None

    async def find_code_to_try(self, code_id: UUID, browser_hash: bytes) -> Code | None:
        row = await self.fetchrow(
            f"select {CODE} from codes where id = $1 and browser_hash = $2 for update", code_id, browser_hash
        )
        return _code_of(row) if row else None

    async def save_code(self, code: Code) -> None:
        await self.execute("update codes set tries = $2, used_at = $3 where id = $1", code.id, code.tries, code.used_at)

    async def remove_codes_before(self, moment: datetime) -> None:
        await housekeeping.remove(self._database, OLD_CODES, moment)


def _code_of(row: asyncpg.Record) -> Code:
    values = cast("dict[str, Any]", dict(row))
    sent_to = Contact(Channel(values.pop("channel")), values.pop("sent_to"))
    name, password_hash = values.pop("newcomer_name"), values.pop("newcomer_password_hash")
    newcomer = None if name is None else Newcomer(name, password_hash)
    return Code(**{**values, "purpose": Purpose(values["purpose"]), "sent_to": sent_to, "newcomer": newcomer})
