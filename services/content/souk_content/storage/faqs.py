"""Questions and answers in PostgreSQL, and their search."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

import asyncpg

from contracts.rich_text import plain, without_links_elsewhere
from kit.data.database import Database
from kit.data.documents import Documents, Stored
from souk_content.domain.faqs import Faq, FaqChanged, FaqContent, Topic, UnknownFaq, UnknownTopic
from souk_content.storage.refreshes import PostgresRefreshes

FAQ = "select f.id, f.topic, f.question, f.answer, f.position, f.version from faqs f"
MOST = 500
# A word counts as it stands and as the beginning of one; those with all of them come first.
MATCHING = f"""
    with spelled as (select quote_literal(w) || ':*' as word from unnest($1::text[]) w),
         asked as (select to_tsquery('pg_catalog.english', string_agg(word, ' & ')) as all_of,
                          to_tsquery('pg_catalog.english', string_agg(word, ' | ')) as any_of from spelled)
    {FAQ}, asked where f.words @@ any_of
     order by f.words @@ all_of desc, ts_rank(f.words, any_of) desc, f.position, f.id limit $2"""


class StoredAnswer(Stored):
    parts: list[dict[str, Any]]


ANSWERS = Documents(StoredAnswer)


class PostgresFaqs(PostgresRefreshes):
    def __init__(self, database: Database, sites: Collection[str] = ()) -> None:
        super().__init__(database)
        self._sites = sites

    async def list_topics(self) -> list[Topic]:
        rows = await self.fetch("select slug, title, position from faq_topics order by position, slug")
        return [Topic(**row) for row in rows]

    async def save_topic(self, topic: Topic) -> None:
        await self.execute(
            """insert into faq_topics (slug, title, position) values ($1, $2, $3)
               on conflict (slug) do update set title = $2, position = $3""",
            topic.slug, topic.title, topic.position,
        )  # fmt: skip

    async def list_faqs(self) -> list[Faq]:
        rows = await self.fetch(
            f"{FAQ} join faq_topics t on t.slug = f.topic order by t.position, t.slug, f.position, f.id limit {MOST}"
        )
        return [self._faq(row) for row in rows]

    async def list_matching(self, words: Collection[str], most: int) -> list[Faq]:
        return [self._faq(row) for row in await self.fetch(MATCHING, list(words), most)] if words else []

    async def get_faq(self, faq_id: UUID) -> Faq:
        row = await self.fetchrow(f"{FAQ} where f.id = $1", faq_id)
        if row is None:
            raise UnknownFaq(faq_id)
        return self._faq(row)

    async def add_faq(self, faq_id: UUID, content: FaqContent) -> None:
        try:
            await self.execute(
                """insert into faqs (id, topic, question, answer, answer_text, position, version)
                   values ($1, $2, $3, $4, $5, $6, 1)""",
                faq_id, *_values(content),
            )  # fmt: skip
        except asyncpg.ForeignKeyViolationError:
            raise UnknownTopic(content.topic) from None

    async def save_faq(self, faq_id: UUID, content: FaqContent, version: int) -> None:
        try:
            saved = await self.fetchval(
                """update faqs set topic = $2, question = $3, answer = $4, answer_text = $5, position = $6,
                          version = version + 1 where id = $1 and version = $7 returning true""",
                faq_id, *_values(content), version,
            )  # fmt: skip
        except asyncpg.ForeignKeyViolationError:
            raise UnknownTopic(content.topic) from None
        if saved is None:
            await self.get_faq(faq_id)
            raise FaqChanged(faq_id)

    async def remove_faq(self, faq_id: UUID) -> None:
        await self.execute("delete from faqs where id = $1", faq_id)

    async def list_pages_showing_faqs(self) -> list[str]:
        rows = await self.fetch(
            "select distinct slug from publications where content -> 'blocks' @> $1", [{"type": "faq"}]
        )
        return [row["slug"] for row in rows]

    def _faq(self, row: asyncpg.Record) -> Faq:
        parts = ANSWERS.read(row["answer"]).parts
        content = FaqContent.model_validate(
            {"topic": row["topic"], "question": row["question"], "answer": parts, "position": row["position"]}
        )
        safe = content.model_copy(update={"answer": without_links_elsewhere(content.answer, self._sites)})
        return Faq(row["id"], safe, row["version"])


def _values(content: FaqContent) -> tuple[object, ...]:
    parts = content.model_dump(mode="json")["answer"]
    return content.topic, content.question, ANSWERS.written({"parts": parts}), plain(content.answer), content.position
