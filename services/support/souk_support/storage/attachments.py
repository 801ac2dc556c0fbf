"""Files in PostgreSQL: they are few and small, and so are there, backed up and removed with what was said."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kit.data import housekeeping
from kit.data.housekeeping import OldRows
from souk_support.domain.messages import Attachment
from souk_support.domain.refusals import AttachmentNotFound
from souk_support.storage.seeded import PostgresSeeded

ATTACHMENT = "id, name, type, size, uploaded_at, message_id"
LOOSE = OldRows("attachments", by="uploaded_at", where="message_id is null and uploaded_at < $1")


class PostgresAttachments(PostgresSeeded):
    async def add_attachment(self, attachment: Attachment, uploader: str, data: bytes) -> None:
        await self.execute(
            """insert into attachments (id, name, type, size, uploaded_at, uploader, data)
               values ($1, $2, $3, $4, $5, $6, $7)""",
            attachment.id, attachment.name, attachment.type, attachment.size, attachment.uploaded_at, uploader, data,
        )  # fmt: skip

    async def get_data(self, attachment_id: UUID) -> tuple[Attachment, bytes]:
        row = await self.fetchrow(
            f"select {ATTACHMENT}, data from attachments where id = $1 and message_id is not null", attachment_id
        )
        if row is None:
            raise AttachmentNotFound(attachment_id)
        *values, data = row.values()
        return Attachment(*values), data

    async def remove_loose_before(self, moment: datetime) -> None:
        await housekeeping.remove(self._database, LOOSE, moment)
