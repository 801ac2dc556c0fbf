"""What editors do with pictures."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.requests import Request

from contracts.rich_text import Line
from kit.files.store import FilesAway
from kit.http.refusals import refuses
from kit.http.router import Router
from kit.pictures.renditions import LARGEST_UPLOAD, TYPES, PictureRefused
from souk_content.actions import media
from souk_content.domain.media import UnknownPicture
from souk_content.routes.deps import ContentDeps, Editor
from souk_content.schemas.pictures import AltBody, Pictures, PictureView

router = Router()
A_PICTURE = {"schema": {"type": "string", "format": "binary"}}
UPLOAD = {"requestBody": {"required": True, "content": dict.fromkeys(TYPES, A_PICTURE)}}


@router.post("/editor/media", status_code=201, max_body_size=LARGEST_UPLOAD, openapi_extra=UPLOAD)
@refuses(PictureRefused, FilesAway)
async def upload(request: Request, alt: Annotated[Line, Query()], editor: Editor, deps: ContentDeps) -> PictureView:
    """The picture as the body; what it is told by what is in it, never by its name or its declared type."""
    return PictureView.of(await media.upload(deps, await request.body(), alt, editor.id))


@router.get("/editor/media")
async def list_pictures(_: Editor, deps: ContentDeps) -> Pictures:
    return Pictures(items=[PictureView.of(picture) for picture in await deps.pictures.list_pictures()])


@router.put("/editor/media/{picture_id}/alt")
@refuses(UnknownPicture)
async def change_alt(picture_id: UUID, body: AltBody, _: Editor, deps: ContentDeps) -> PictureView:
    return PictureView.of(await media.change_alt(deps, picture_id, body.alt))
