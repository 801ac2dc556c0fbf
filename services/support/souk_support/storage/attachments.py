"""Files in PostgreSQL, where they are backed up with what was said; of those in a bucket, what is known of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from souk_support.domain.messages import Attachment
from souk_support.domain.refusals import AttachmentNotFound
from souk_support.storage.seeded import PostgresSeeded

ATTACHMENT = "id, name, type, size, uploaded_at, message_id"
NOBODY = ""  # an uploader who names no file in a message


class PostgresAttachments(PostgresSeeded):
    async def add_attachment(self, attachment: Attachment, uploader: str, data: bytes | None) -> None:
        await self.execute(
            """insert into attachments (id, name, type, size, uploaded_at, uploader, data)
               values ($1, $2, $3, $4, $5, $6, $7)""",
            attachment.id, attachment.name, attachment.type, attachment.size, attachment.uploaded_at, uploader, data,
        )  # fmt: skip

    async def get_data(self, attachment_id: UUID) -> tuple[Attachment, bytes | None]:
        row = await self.fetchrow(
            f"select {ATTACHMENT}, data from attachments where id = $1 and message_id is not null", attachment_id
        )
        if row is None:
            raise AttachmentNotFound(attachment_id)
        *values, data = row.values()
        return Attachment(*values), data

    async def claim_loose_before(self, moment: datetime, most: int) -> list[UUID]:
        rows = await self.fetch(
            """update attachments set uploader = $3 where id in (
                   select id from attachments where message_id is null and uploaded_at < $1
                   order by uploaded_at limit $2 for update skip locked) returning id""",
            moment, most, NOBODY,
        )  # fmt: skip
        return [row["id"] for row in rows]

    async def remove_attachments(self, ids: Collection[UUID]) -> None:
        await self.execute("delete from attachments where id = any($1) and message_id is null", list(ids))
