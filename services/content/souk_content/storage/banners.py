"""Banners in PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from contracts.rich_text import is_allowed
from kit.data.database import Database
from kit.data.documents import Documents, Stored
from souk_content.domain.banners import Banner, BannerChanged, BannerContent, UnknownBanner
from souk_content.storage.refreshes import PostgresRefreshes

BANNER = "select id, slot, content, audience, position, starts_at, ends_at, version from banners"
IN_ORDER = "order by position, starts_at desc, id"
MOST = 500  # that an editor lists


class StoredBanner(Stored):
    title: str
    text: str | None
    action: dict[str, Any] | None
    tone: str
    media_id: UUID | None = None


BANNERS = Documents(StoredBanner)


class PostgresBanners(PostgresRefreshes):
    def __init__(self, database: Database, sites: Collection[str] = ()) -> None:
        super().__init__(database)
        self._sites = sites

    async def list_due(self, slot: str, now: datetime) -> list[Banner]:
        rows = await self.fetch(
            f"{BANNER} where slot = $1 and starts_at <= $2 and (ends_at is null or ends_at > $2) {IN_ORDER} limit 50",
            slot, now,
        )  # fmt: skip
        return [self._banner(row) for row in rows]

    async def list_banners(self) -> list[Banner]:
        return [self._banner(row) for row in await self.fetch(f"{BANNER} order by slot, position, id limit {MOST}")]

    async def get_banner(self, banner_id: UUID) -> Banner:
        row = await self.fetchrow(f"{BANNER} where id = $1", banner_id)
        if row is None:
            raise UnknownBanner(banner_id)
        return self._banner(row)

    async def add_banner(self, banner: Banner) -> None:
        await self.execute(
            """insert into banners (id, slot, content, audience, position, starts_at, ends_at, version)
               values ($1, $2, $3, $4, $5, $6, $7, $8)""",
            *_values(banner),
        )

    async def save_banner(self, banner: Banner) -> None:
        saved = await self.fetchval(
            """update banners set slot = $2, content = $3, audience = $4, position = $5, starts_at = $6, ends_at = $7,
                      version = $8 where id = $1 and version = $8 - 1 returning true""",
            *_values(banner),
        )
        if saved is None:
            await self.get_banner(banner.id)
            raise BannerChanged(banner.id)

    async def remove_banner(self, banner_id: UUID) -> None:
        await self.execute("delete from banners where id = $1", banner_id)

    async def list_pages_showing_slot(self, slot: str) -> list[str]:
        rows = await self.fetch(
            "select distinct slug from publications where content -> 'blocks' @> $1",
            [{"type": "banner", "slot": slot}],
        )
        return [row["slug"] for row in rows]

    def _banner(self, row: asyncpg.Record) -> Banner:
        content = BannerContent.model_validate(BANNERS.read(row["content"]).model_dump())
        if content.action and not is_allowed(content.action.href, self._sites):
            content = content.model_copy(update={"action": None})
        return Banner(**{**row, "content": content})


def _values(banner: Banner) -> tuple[object, ...]:
    return (
        banner.id, banner.slot, BANNERS.written(banner.content.model_dump(mode="json")), banner.audience,
        banner.position, banner.starts_at, banner.ends_at, banner.version,
    )  # fmt: skip
