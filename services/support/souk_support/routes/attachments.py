"""Files: taken before the message that names them, and given as downloads only."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import Query, Response
from starlette.requests import Request

from contracts.rich_text import NO_CONTROL
from kit.files.store import FileMissing, FilesAway
from kit.http.auth import Anyone, AnyShopper
from kit.http.refusals import refuses
from kit.http.router import ClientAddress, Router
from souk_support.actions import attaching
from souk_support.domain.files import ENDINGS, LARGEST_FILE
from souk_support.domain.links import LONGEST_TOKEN
from souk_support.domain.refusals import AttachmentNotFound, FileRefused
from souk_support.routes.deps import PRIVATE, Agent, SupportDeps
from souk_support.schemas.tickets import TakenFile

router = Router()
A_FILE = {"schema": {"type": "string", "format": "binary"}}
UPLOAD = {"requestBody": {"required": True, "content": dict.fromkeys(ENDINGS, A_FILE)}}
FILE = {"description": "The file", "content": dict.fromkeys(ENDINGS, A_FILE)}
DOWNLOAD: dict[int | str, dict[str, Any]] = {200: FILE}
FileName = Annotated[str, Query(min_length=1, max_length=255, pattern=NO_CONTROL)]


@router.post("/attachments", status_code=201, max_body_size=LARGEST_FILE, openapi_extra=UPLOAD)
@refuses(FileRefused, FilesAway)
async def take_file(
    request: Request, name: FileName, shopper: AnyShopper, address: ClientAddress, deps: SupportDeps
) -> TakenFile:
    """The file as the body; what it is told by what is in it, never by its name or its declared type."""
    return TakenFile.of(await attaching.take(deps, name, await request.body(), shopper.key, address))


@router.post("/desk/attachments", status_code=201, max_body_size=LARGEST_FILE, openapi_extra=UPLOAD)
@refuses(FileRefused, FilesAway)
async def take_agents_file(
    request: Request, name: FileName, agent: Agent, address: ClientAddress, deps: SupportDeps
) -> TakenFile:
    return TakenFile.of(await attaching.take(deps, name, await request.body(), agent.key, address))


@router.get("/attachments/{attachment_id}", response_class=Response, responses=DOWNLOAD)
@refuses(AttachmentNotFound, FileMissing, FilesAway)
async def give_file(
    attachment_id: UUID,
    _: Anyone,
    deps: SupportDeps,
    shown_pass: Annotated[str, Query(alias="pass", max_length=LONGEST_TOKEN)],
) -> Response:
    """To who has the pass that came with the ticket; never shown in the page, so that nothing in it can run."""
    attachment, data = await attaching.give(deps, attachment_id, shown_pass)
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(attachment.name, safe='')}",
        "cache-control": PRIVATE,
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox; default-src 'none'",
    }
    return Response(data, 200, headers, attachment.type)
