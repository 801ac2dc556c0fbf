"""What editors do with pages."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

from kit.http.refusals import refuses
from kit.http.router import Router
from souk_content.actions import pages
from souk_content.domain.addresses import path_of
from souk_content.domain.media import UnknownPicture
from souk_content.domain.pages import (
    DraftChanged,
    LinkElsewhere,
    PublicationIsLive,
    UnknownPage,
    UnknownPublication,
)
from souk_content.routes.deps import ContentDeps, Editor, SlugInPath
from souk_content.schemas.pages import (
    DraftView,
    EditedPage,
    EditedPages,
    PreviewLink,
    PublicationView,
    Publish,
    Restore,
    SaveDraft,
)

router = Router()
Number = Annotated[int, Path(ge=1, le=1_000_000_000)]


@router.get("/editor/pages")
async def list_drafts(_: Editor, deps: ContentDeps) -> EditedPages:
    return EditedPages(items=[DraftView.of(draft) for draft in await deps.pages.list_drafts()])


@router.get("/editor/pages/{slug}")
@refuses(UnknownPage)
async def show_draft(slug: SlugInPath, _: Editor, deps: ContentDeps) -> EditedPage:
    """With its publications, the newest first: those that were, the one that is shown, and those that wait."""
    draft = await deps.pages.get_draft(slug)
    publications = await deps.pages.list_publications(slug)
    return EditedPage(draft=DraftView.of(draft), publications=[PublicationView.of(each) for each in publications])


@router.put("/editor/pages/{slug}")
@refuses(UnknownPage, DraftChanged, LinkElsewhere, UnknownPicture)
async def save_draft(slug: SlugInPath, body: SaveDraft, _: Editor, deps: ContentDeps) -> DraftView:
    return DraftView.of(await pages.save_draft(deps, slug, body.content, body.version))


@router.post("/editor/pages/{slug}/publications", status_code=201)
@refuses(UnknownPage)
async def publish(slug: SlugInPath, body: Publish, editor: Editor, deps: ContentDeps) -> PublicationView:
    return PublicationView.of(await pages.publish(deps, slug, body.at, editor.id))


@router.delete("/editor/pages/{slug}/publications/{number}", status_code=204)
@refuses(UnknownPage, UnknownPublication, PublicationIsLive)
async def call_off(slug: SlugInPath, number: Number, _: Editor, deps: ContentDeps) -> None:
    """One whose time has not come."""
    await pages.call_off(deps, slug, number)


@router.post("/editor/pages/{slug}/restore")
@refuses(UnknownPage, UnknownPublication, DraftChanged)
async def restore(slug: SlugInPath, body: Restore, _: Editor, deps: ContentDeps) -> DraftView:
    return DraftView.of(await pages.restore(deps, slug, body.number))


@router.post("/editor/pages/{slug}/take-down", status_code=201)
@refuses(UnknownPage)
async def take_down(slug: SlugInPath, editor: Editor, deps: ContentDeps) -> PublicationView:
    return PublicationView.of(await pages.take_down(deps, slug, editor.id))


@router.post("/editor/pages/{slug}/previews", status_code=201)
@refuses(UnknownPage)
async def make_preview(slug: SlugInPath, _: Editor, deps: ContentDeps) -> PreviewLink:
    token, until = await pages.make_preview(deps, slug)
    return PreviewLink(path=f"{path_of(slug)}?preview={token}", expires_at=until)
