"""Copies of customers' data: made part by part, kept for a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from kit.data import housekeeping
from kit.data.database import PostgresStore
from kit.data.housekeeping import OldRows
from kit.people import HeldItem, Person
from souk_user.domain.letters import export_ready
from souk_user.domain.privacy import Export, ExportUnderWay, NoSuchExport, person_of
from souk_user.storage.accounts import Accounts

EXPIRED = OldRows("exports", by="expires_at", where="expires_at < $1")
EXPORT = "id, account_id, holders, answered, asked_at, ready_at, expires_at"


class PostgresExports(PostgresStore):
    async def add(self, export: Export) -> None:
        try:
            await self.execute(
                "insert into exports (id, account_id, holders, answered, asked_at) values ($1, $2, $3, $4, $5)",
                *(export.id, export.account_id, list(export.holders), list(export.answered), export.asked_at),
            )
        except asyncpg.UniqueViolationError:
            raise ExportUnderWay from None

    async def get(self, export_id: UUID, /) -> Export:
        row = await self.fetchrow(f"select {EXPORT} from exports where id = $1", export_id)
        if row is None:
            raise NoSuchExport
        return _export_of(row)

    async def find_latest(self, account_id: UUID, now: datetime) -> Export | None:
        row = await self.fetchrow(
            f"""select {EXPORT} from exports where account_id = $1 and (expires_at is null or expires_at > $2)
                order by id desc limit 1""",
            *(account_id, now),
        )
        return _export_of(row) if row else None

    async def get_person(self, account_id: UUID) -> Person:
        return person_of(await Accounts(self._database).get_account(account_id))

    async def save(self, export: Export, /) -> Export:
        """Whose copy has become ready is written to."""
        was_ready = await self.fetchval("select ready_at is not null from exports where id = $1 for update", export.id)
        await self.execute(
            "update exports set answered = $2, ready_at = $3, expires_at = $4 where id = $1",
            *(export.id, list(export.answered), export.ready_at, export.expires_at),
        )
        if export.ready_at and not was_ready:
            await self.execute("delete from export_parts where export_id = $1", export.id)
            account = await self.joined(Accounts(self._database)).get_account(export.account_id)
            await self.post(export_ready(export, account))
        return replace(export)

    async def keep_part(self, export_id: UUID, holder: str, page: int, items: Sequence[HeldItem]) -> None:
        await self.execute(
            """insert into export_parts (export_id, holder, page, items) values ($1, $2, $3, $4)
               on conflict (export_id, holder, page) do update set items = excluded.items""",
            *(export_id, holder, page, [each.model_dump(mode="json") for each in items]),
        )

    async def remove_parts_from(self, export_id: UUID, holder: str, page: int) -> None:
        await self.execute(
            "delete from export_parts where export_id = $1 and holder = $2 and page >= $3", export_id, holder, page
        )

    async def list_part(self, export_id: UUID, holder: str) -> Sequence[HeldItem]:
        rows = await self.fetch(
            "select items from export_parts where export_id = $1 and holder = $2 order by page", export_id, holder
        )
        return [HeldItem(**item) for row in rows for item in row["items"]]

    async def keep_document(self, export_id: UUID, document: bytes) -> None:
        await self.execute("update exports set document = $2 where id = $1", export_id, document)

    async def get_document(self, account_id: UUID, export_id: UUID, now: datetime) -> bytes:
        document = await self.fetchval(
            """select document from exports
                where id = $1 and account_id = $2 and ready_at is not null and expires_at > $3""",
            *(export_id, account_id, now),
        )
        if document is None:
            raise NoSuchExport
        return document

    async def remove_expired(self, now: datetime) -> None:
        await housekeeping.remove(self._database, EXPIRED, now)


def _export_of(row: asyncpg.Record) -> Export:
    values: dict[str, Any] = dict(row)
    return Export(**{**values, "holders": tuple(row["holders"]), "answered": tuple(row["answered"])})
