"""The help center's articles in PostgreSQL, and their search."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import asyncpg

from contracts.rich_text import plain
from kit.data.documents import Documents, Stored
from souk_support.domain.articles import Article, ArticleContent, Topic
from souk_support.domain.refusals import ArticleChanged, UnknownArticle, UnknownTopic
from souk_support.storage.seeded import PostgresSeeded

ARTICLE = """select a.slug, a.topic, a.title, a.summary, a.body, a.position, a.version, a.updated_at,
    a.helpful, a.unhelpful from articles a"""
MOST = 500
# A word counts as it stands and as the beginning of one; those with all of them come first.
MATCHING = f"""
    with spelled as (select quote_literal(w) || ':*' as word from unnest($1::text[]) w),
         asked as (select to_tsquery('pg_catalog.english', string_agg(word, ' & ')) as all_of,
                          to_tsquery('pg_catalog.english', string_agg(word, ' | ')) as any_of from spelled)
    {ARTICLE}, asked where a.words @@ any_of
     order by a.words @@ all_of desc, ts_rank(a.words, any_of) desc, a.position, a.slug limit $2"""
# Waits for whoever answers for the same person, so that each person is counted once.
SAY = """
    with before as (select helpful from helpfulness where article = $1 and voter = $2),
         said as (insert into helpfulness (article, voter, helpful) values ($1, $2, $3)
                  on conflict (article, voter) do update set helpful = excluded.helpful returning helpful)
    update articles set helpful = articles.helpful + (said.helpful)::int - coalesce(before.helpful, false)::int,
           unhelpful = articles.unhelpful + (not said.helpful)::int - coalesce(not before.helpful, false)::int
      from said left join before on true where slug = $1"""


class StoredBody(Stored):
    parts: list[dict[str, Any]]


BODIES = Documents(StoredBody)


class PostgresHelp(PostgresSeeded):
    async def list_topics(self) -> list[Topic]:
        rows = await self.fetch(
            f"select slug, title, summary, position from topics order by position, slug limit {MOST}"
        )
        return [Topic(**row) for row in rows]

    async def save_topic(self, topic: Topic) -> None:
        await self.execute(
            """insert into topics (slug, title, summary, position) values ($1, $2, $3, $4)
               on conflict (slug) do update set title = $2, summary = $3, position = $4""",
            topic.slug, topic.title, topic.summary, topic.position,
        )  # fmt: skip

    async def list_articles(self) -> list[Article]:
        rows = await self.fetch(
            f"{ARTICLE} join topics t on t.slug = a.topic order by t.position, t.slug, a.position, a.slug limit {MOST}"
        )
        return [_article(row) for row in rows]

    async def list_matching(self, words: Collection[str], most: int) -> list[Article]:
        return [_article(row) for row in await self.fetch(MATCHING, list(words), most)] if words else []

    async def get_article(self, slug: str) -> Article:
        row = await self.fetchrow(f"{ARTICLE} where a.slug = $1", slug)
        if row is None:
            raise UnknownArticle(slug)
        return _article(row)

    async def add_article(self, slug: str, content: ArticleContent, now: datetime) -> None:
        try:
            added = await self.fetchval(
                """insert into articles (slug, topic, title, summary, body, body_text, position, updated_at, version)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, 1) on conflict do nothing returning true""",
                slug, *_values(content), now,
            )  # fmt: skip
        except asyncpg.ForeignKeyViolationError:
            raise UnknownTopic(content.topic) from None
        if not added:
            raise ArticleChanged(slug)

    async def save_article(self, slug: str, content: ArticleContent, version: int, now: datetime) -> None:
        try:
            saved = await self.fetchval(
                """update articles set topic = $2, title = $3, summary = $4, body = $5, body_text = $6, position = $7,
                          updated_at = $8, version = version + 1 where slug = $1 and version = $9 returning true""",
                slug, *_values(content), now, version,
            )  # fmt: skip
        except asyncpg.ForeignKeyViolationError:
            raise UnknownTopic(content.topic) from None
        if not saved:
            await self.get_article(slug)
            raise ArticleChanged(slug)

    async def remove_article(self, slug: str) -> None:
        if not await self.fetchval("delete from articles where slug = $1 returning true", slug):
            raise UnknownArticle(slug)

    async def save_helpfulness(self, slug: str, voter: str, helpful: bool) -> None:
        async with self.transaction() as inside:
            if not await inside.fetchval("select true from articles where slug = $1 for no key update", slug):
                raise UnknownArticle(slug)
            await inside.execute(SAY, slug, voter, helpful)


def _values(content: ArticleContent) -> tuple[object, ...]:
    body = content.model_dump(mode="json")["body"]
    text = plain(content.body)
    return content.topic, content.title, content.summary, BODIES.written({"parts": body}), text, content.position


def _article(row: asyncpg.Record) -> Article:
    said = {key: row[key] for key in ("topic", "title", "summary", "position")}
    content = ArticleContent.model_validate({**said, "body": BODIES.read(row["body"]).parts})
    return Article(row["slug"], content, row["version"], row["updated_at"], row["helpful"], row["unhelpful"])
