"""Canned answers in PostgreSQL."""

from __future__ import annotations

from uuid import UUID

import asyncpg

from souk_support.domain.canned import CannedAnswer
from souk_support.domain.refusals import CannedAnswerChanged, UnknownCannedAnswer
from souk_support.storage.seeded import PostgresSeeded

MOST = 500


class PostgresCanned(PostgresSeeded):
    async def list_canned(self) -> list[CannedAnswer]:
        rows = await self.fetch(f"select id, title, text, version from canned_answers order by title limit {MOST}")
        return [CannedAnswer(**row) for row in rows]

    async def add_canned(self, answer: CannedAnswer) -> None:
        added = await self.fetchval(
            """insert into canned_answers (id, title, text, version) values ($1, $2, $3, 1)
               on conflict do nothing returning true""",
            answer.id, answer.title, answer.text,
        )  # fmt: skip
        if not added:
            raise CannedAnswerChanged(answer.title)

    async def save_canned(self, answer: CannedAnswer) -> None:
        try:
            saved = await self.fetchval(
                """update canned_answers set title = $2, text = $3, version = version + 1
                   where id = $1 and version = $4 returning true""",
                answer.id, answer.title, answer.text, answer.version,
            )  # fmt: skip
        except asyncpg.UniqueViolationError:
            raise CannedAnswerChanged(answer.title) from None
        if saved:
            return
        if not await self.fetchval("select true from canned_answers where id = $1", answer.id):
            raise UnknownCannedAnswer(answer.id)
        raise CannedAnswerChanged(answer.title)

    async def remove_canned(self, answer_id: UUID) -> None:
        if not await self.fetchval("delete from canned_answers where id = $1 returning true", answer_id):
            raise UnknownCannedAnswer(answer_id)
