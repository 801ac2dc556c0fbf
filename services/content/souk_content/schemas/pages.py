from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from souk_content.domain.blocks import Block
from souk_content.domain.media import Picture
from souk_content.domain.pages import Draft, PageContent, Publication
from souk_content.schemas.pictures import PictureView
from souk_content.schemas.versions import Version


class PageView(BaseModel):
    """`pictures` are those of its image blocks."""

    slug: str
    title: str
    description: str
    blocks: list[Block]
    pictures: list[PictureView]
    updated_at: datetime

    @staticmethod
    def of(slug: str, content: PageContent, pictures: Sequence[Picture], at: datetime) -> PageView:
        return PageView(
            slug=slug,
            title=content.title,
            description=content.description,
            blocks=content.blocks,
            pictures=[PictureView.of(picture) for picture in pictures],
            updated_at=at,
        )


class PageReference(BaseModel):
    slug: str
    title: str
    updated_at: datetime


class PageReferences(BaseModel):
    items: list[PageReference]

    @staticmethod
    def of(live: Sequence[Publication]) -> PageReferences:
        return PageReferences(
            items=[
                PageReference(slug=each.slug, title=each.content.title, updated_at=each.live_from)
                for each in live
                if each.content
            ]
        )


class SaveDraft(BaseModel):
    """`version` is the one that was read, 0 for a new page."""

    version: Version
    content: PageContent


class DraftView(BaseModel):
    slug: str
    version: int
    updated_at: datetime
    content: PageContent

    @staticmethod
    def of(draft: Draft) -> DraftView:
        return DraftView(slug=draft.slug, version=draft.version, updated_at=draft.updated_at, content=draft.content)


class PublicationView(BaseModel):
    """`content` is null where it takes the page down."""

    number: int
    live_from: datetime
    made_at: datetime
    made_by: UUID | None
    content: PageContent | None

    @staticmethod
    def of(publication: Publication) -> PublicationView:
        return PublicationView(
            number=publication.number,
            live_from=publication.live_from,
            made_at=publication.made_at,
            made_by=publication.made_by,
            content=publication.content,
        )


class EditedPage(BaseModel):
    draft: DraftView
    publications: list[PublicationView]


class EditedPages(BaseModel):
    items: list[DraftView]


class Publish(BaseModel):
    """`at`: a later moment; at once without one."""

    at: AwareDatetime | None = None


class Restore(BaseModel):
    number: Annotated[int, Field(ge=1, le=1_000_000_000)]


class PreviewLink(BaseModel):
    """`path` is of the shop; who has it sees the draft until it is over."""

    path: str
    expires_at: datetime
