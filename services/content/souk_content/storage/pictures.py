"""What is known of the pictures that were uploaded."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import asyncpg

from souk_content.domain.media import Picture, UnknownPicture
from souk_content.storage.refreshes import PostgresRefreshes

PICTURE = "select id, sha256, alt, width, height, color, webp, avif, made_at, made_by from media"
MOST = 200


class PostgresPictures(PostgresRefreshes):
    async def find_by_sha256(self, sha256: str) -> Picture | None:
        row = await self.fetchrow(f"{PICTURE} where sha256 = $1", sha256)
        return _picture(row) if row else None

    async def list_pictures(self) -> list[Picture]:
        return [_picture(row) for row in await self.fetch(f"{PICTURE} order by made_at desc, id limit {MOST}")]

    async def list_of(self, ids: Collection[UUID]) -> list[Picture]:
        return (
            [_picture(row) for row in await self.fetch(f"{PICTURE} where id = any($1::uuid[])", list(ids))]
            if ids
            else []
        )

    async def add_picture(self, picture: Picture) -> None:
        """Nothing happens where the same file was uploaded by somebody else meanwhile."""
        await self.execute(
            """insert into media (id, sha256, alt, width, height, color, webp, avif, made_at, made_by)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (sha256) do nothing""",
            picture.id, picture.sha256, picture.alt, picture.width, picture.height, picture.color,
            picture.webp, picture.avif, picture.made_at, picture.made_by,
        )  # fmt: skip

    async def save_alt(self, picture_id: UUID, alt: str) -> Picture:
        columns = PICTURE.removeprefix("select ").removesuffix(" from media")
        row = await self.fetchrow(f"update media set alt = $2 where id = $1 returning {columns}", picture_id, alt)
        if row is None:
            raise UnknownPicture(picture_id)
        return _picture(row)

    async def list_pages_showing_picture(self, picture_id: UUID) -> list[str]:
        rows = await self.fetch(
            "select distinct slug from publications where content -> 'blocks' @> $1",
            [{"type": "image", "media_id": str(picture_id)}],
        )
        return [row["slug"] for row in rows]

    async def list_slots_showing_picture(self, picture_id: UUID) -> list[str]:
        rows = await self.fetch(
            "select distinct slot from banners where content ->> 'media_id' = $1::uuid::text", picture_id
        )
        return [row["slot"] for row in rows]


def _picture(row: asyncpg.Record) -> Picture:
    sources = {kind: tuple((url, width) for url, width in row[kind]) for kind in ("webp", "avif")}
    return Picture(**{**row, **sources})
