"""Files: taken before the message that names them, given to who may see the ticket."""

from __future__ import annotations

from uuid import UUID

from kit.audit import concerns
from kit.ids import uuid7
from souk_support.actions.deps import Deps
from souk_support.domain.files import file_of, safe_name, type_of
from souk_support.domain.messages import Attachment
from souk_support.domain.refusals import AttachmentNotFound

HOUR_S = 3600.0
FILES_OF_UPLOADER, FILES_OF_ADDRESS = 20, 60  # an hour


async def take(deps: Deps, name: str, data: bytes, uploader: str, address: str) -> Attachment:
    await deps.limits.hit("files-of-uploader", uploader, most=FILES_OF_UPLOADER, per_s=HOUR_S)
    await deps.limits.hit("files-of-address", address, most=FILES_OF_ADDRESS, per_s=HOUR_S)
    file_type = type_of(data)
    attachment = Attachment(uuid7(), safe_name(name, file_type), file_type, len(data), deps.clock.now())
    # Before the file, so that one which nobody names is found and removed whatever happens in between.
    async with deps.attachments.transaction() as attachments:
        await attachments.add_attachment(attachment, uploader, None if deps.files else data)
        concerns(attachment_id=attachment.id)
    if deps.files:
        await deps.files.put(file_of(attachment.id), data)
    return attachment


async def give(deps: Deps, attachment_id: UUID, shown_pass: str) -> tuple[Attachment, bytes]:
    """The pass was given with the ticket, to somebody who may see it, and holds for half an hour at most."""
    if not deps.links.is_pass(attachment_id, shown_pass, deps.clock.now()):
        raise AttachmentNotFound(attachment_id)
    attachment, data = await deps.attachments.get_data(attachment_id)
    if data is None and deps.files:
        data = await deps.files.get(file_of(attachment_id))
    if data is None:
        raise AttachmentNotFound(attachment_id)
    return attachment, data
