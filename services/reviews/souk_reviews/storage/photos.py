"""Photos in PostgreSQL; their files lie where kit.files keeps them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from kit.data.database import PostgresStore
from kit.pictures.renditions import Sources
from souk_reviews.domain.photos import Chosen, Photo, Upload
from souk_reviews.domain.refusals import UnknownPhoto

COLUMNS = "id, width, height, color, webp, avif, alt"
# Those of a review r, as a list of rows.
OF_REVIEW = f"""(select jsonb_agg(to_jsonb(p) order by p.position) from (
    select {COLUMNS}, position from photos where review_id = r.id) p)"""
# As schemas.PhotoView promises.
VIEWS = """(select coalesce(jsonb_agg(jsonb_build_object(
        'id', p.id, 'url', p.webp -> -1 ->> 'url', 'alt', p.alt, 'width', p.width, 'height', p.height,
        'color', p.color, 'srcset', p.webp, 'avif', p.avif) order by p.position), '[]')
    from photos p where p.review_id = r.id)"""
LET_GO = """
update photos set review_id = null, expires_at = $3 where review_id = $1 and not id = any($2::uuid[])
"""
# Loose ones that have not expired, or those that are this review's already.
ATTACH = f"""
update photos set review_id = $1, position = c.position, alt = c.alt
from unnest($3::uuid[], $4::text[]) with ordinality c (photo_id, alt, position)
where id = c.photo_id and owner_id = $2 and (review_id = $1 or (review_id is null and expires_at > $5))
returning {COLUMNS.replace("alt", "photos.alt")}, photos.position
"""
# Of a person who leaves.
PHOTOS_OF_NOBODY = "update photos set owner_id = null, review_id = null, expires_at = $2 where owner_id = $1"


class PostgresPhotos(PostgresStore):
    async def add_photo(self, upload: Upload) -> None:
        photo = upload.photo
        await self.write(
            """insert into photos (id, owner_id, width, height, color, webp, avif, uploaded_at, expires_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
            photo.id, upload.owner_id, photo.width, photo.height, photo.color,
            _rows(photo.webp), _rows(photo.avif), upload.at, upload.expires_at,
        )  # fmt: skip

    async def keep(self, review_id: UUID, owner_id: UUID, chosen: Sequence[Chosen], now: datetime) -> tuple[Photo, ...]:
        await self.let_go(review_id, [each.id for each in chosen], now)
        if not chosen:
            return ()
        ids, texts = [each.id for each in chosen], [each.alt for each in chosen]
        rows = await self.fetch(ATTACH, review_id, owner_id, ids, texts, now)
        if len(rows) < len(chosen):
            raise UnknownPhoto
        return tuple(photo_of(row) for row in sorted(rows, key=lambda row: row["position"]))

    async def let_go(self, review_id: UUID, but: Collection[UUID], now: datetime) -> None:
        await self.execute(LET_GO, review_id, list(but), now)

    async def claim_loose_before(self, moment: datetime, most: int) -> list[Photo]:
        rows = await self.fetch(
            f"""update photos set owner_id = null where id in (
                   select id from photos where review_id is null and expires_at <= $1
                   order by expires_at limit $2 for update skip locked) returning {COLUMNS}""",
            moment,
            most,
        )
        return [photo_of(row) for row in rows]

    async def remove_photos(self, ids: Collection[UUID]) -> None:
        await self.execute("delete from photos where id = any($1) and review_id is null", list(ids))


def photo_of(row: Any) -> Photo:
    webp, avif = (tuple((each["url"], each["width"]) for each in row[kind]) for kind in ("webp", "avif"))
    return Photo(UUID(str(row["id"])), row["width"], row["height"], row["color"], webp, avif, row["alt"])


def _rows(sources: Sources) -> list[dict[str, str | int]]:
    return [{"url": address, "width": width} for address, width in sources]
