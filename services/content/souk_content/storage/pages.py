"""Pages and their publications in PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import asyncpg

from kit.data.database import Database
from kit.data.documents import Documents, Stored
from souk_content.domain.blocks import readable
from souk_content.domain.pages import Draft, DraftChanged, PageContent, Publication, UnknownPage, UnknownPublication
from souk_content.storage.refreshes import PostgresRefreshes

DRAFT = "select slug, draft, version, updated_at from pages"
PUBLICATION = "select slug, number, content, live_from, made_at, made_by from publications"
NEWEST_FIRST = "order by live_from desc, number desc"


class StoredPage(Stored):
    title: str
    description: str
    blocks: list[dict[str, Any]]


PAGES = Documents(StoredPage)


class PostgresPages(PostgresRefreshes):
    def __init__(self, database: Database, sites: Collection[str] = ()) -> None:
        super().__init__(database)
        self._sites = sites

    async def find_live(self, slug: str, now: datetime) -> Publication | None:
        row = await self.fetchrow(
            f"{PUBLICATION} where slug = $1 and live_from <= $2 {NEWEST_FIRST} limit 1", slug, now
        )
        return self._publication(row) if row else None

    async def list_live(self, now: datetime) -> list[Publication]:
        rows = await self.fetch(
            """select * from (
                    select distinct on (slug) slug, number, content, live_from, made_at, made_by
                      from publications where live_from <= $1 order by slug, live_from desc, number desc) live
                 where content is not null""",
            now,
        )
        return [self._publication(row) for row in rows]

    async def get_draft(self, slug: str) -> Draft:
        row = await self.fetchrow(f"{DRAFT} where slug = $1", slug)
        if row is None:
            raise UnknownPage(slug)
        return self._draft(row)

    async def get_draft_to_change(self, slug: str) -> Draft:
        row = await self.fetchrow(f"{DRAFT} where slug = $1 for update", slug)
        if row is None:
            raise UnknownPage(slug)
        return self._draft(row)

    async def list_drafts(self) -> list[Draft]:
        return [self._draft(row) for row in await self.fetch(f"{DRAFT} order by slug")]

    async def add_draft(self, slug: str, content: PageContent, now: datetime) -> None:
        added = await self.fetchval(
            """insert into pages (slug, draft, version, updated_at) values ($1, $2, 1, $3)
               on conflict do nothing returning true""",
            slug, _written(content), now,
        )  # fmt: skip
        if added is None:
            raise DraftChanged(slug)

    async def save_draft(self, slug: str, content: PageContent, version: int, now: datetime) -> None:
        saved = await self.fetchval(
            """update pages set draft = $2, version = version + 1, updated_at = $4
                where slug = $1 and version = $3 returning true""",
            slug, _written(content), version, now,
        )  # fmt: skip
        if saved is None:
            await self.get_draft(slug)
            raise DraftChanged(slug)

    async def add_publication(self, publication: Publication) -> None:
        await self.execute(
            """insert into publications (slug, number, content, live_from, made_at, made_by)
               values ($1, $2, $3, $4, $5, $6)""",
            publication.slug, publication.number, publication.content and _written(publication.content),
            publication.live_from, publication.made_at, publication.made_by,
        )  # fmt: skip

    async def get_publication(self, slug: str, number: int) -> Publication:
        row = await self.fetchrow(f"{PUBLICATION} where slug = $1 and number = $2", slug, number)
        if row is None:
            raise UnknownPublication(slug, number)
        return self._publication(row)

    async def list_publications(self, slug: str) -> list[Publication]:
        rows = await self.fetch(f"{PUBLICATION} where slug = $1 order by number desc limit 200", slug)
        return [self._publication(row) for row in rows]

    async def find_last_number(self, slug: str) -> int:
        return await self.fetchval("select coalesce(max(number), 0) from publications where slug = $1", slug)

    async def remove_publication(self, slug: str, number: int) -> None:
        await self.execute("delete from publications where slug = $1 and number = $2", slug, number)

    def _draft(self, row: asyncpg.Record) -> Draft:
        return Draft(row["slug"], self._content(row["draft"]), row["version"], row["updated_at"])

    def _publication(self, row: asyncpg.Record) -> Publication:
        content = None if row["content"] is None else self._content(row["content"])
        return Publication(**{**row, "content": content})

    def _content(self, document: dict[str, Any]) -> PageContent:
        stored = PAGES.read(document)
        blocks = readable(stored.blocks, self._sites)
        return PageContent(title=stored.title, description=stored.description, blocks=blocks)


def _written(content: PageContent) -> dict[str, Any]:
    return PAGES.written(content.model_dump(mode="json"))
