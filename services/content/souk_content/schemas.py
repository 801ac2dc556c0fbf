"""What goes over the wire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from contracts.rich_text import Line, RichText
from souk_content.domain.banners import Audience, Banner, BannerContent, Tone
from souk_content.domain.blocks import Action, Block, Slug
from souk_content.domain.faqs import Faq, FaqContent, Topic
from souk_content.domain.media import Picture
from souk_content.domain.pages import Draft, PageContent, Publication

Version = Annotated[int, Field(ge=0, le=1_000_000_000)]


class Rendition(BaseModel):
    url: str
    width: int


class PictureView(BaseModel):
    """`srcset` is WebP, `avif` the same in AVIF."""

    id: UUID
    url: str
    alt: str
    width: int
    height: int
    color: str
    srcset: list[Rendition]
    avif: list[Rendition]

    @staticmethod
    def of(picture: Picture) -> PictureView:
        srcset, avif = (
            [Rendition(url=url, width=width) for url, width in kind] for kind in (picture.webp, picture.avif)
        )
        return PictureView(
            id=picture.id, url=srcset[-1].url, alt=picture.alt, width=picture.width, height=picture.height,
            color=picture.color, srcset=srcset, avif=avif,
        )  # fmt: skip


class Pictures(BaseModel):
    items: list[PictureView]


class AltBody(BaseModel):
    alt: Line


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


class BannerView(BaseModel):
    id: UUID
    title: str
    text: str | None
    action: Action | None
    tone: Tone
    audience: Audience
    picture: PictureView | None = Field(description="Beside the words.")

    @staticmethod
    def of(banner: Banner, picture: Picture | None) -> BannerView:
        content = banner.content
        return BannerView(
            id=banner.id, title=content.title, text=content.text, action=content.action, tone=content.tone,
            audience=banner.audience, picture=PictureView.of(picture) if picture else None,
        )  # fmt: skip


class ShownBanners(BaseModel):
    """At most one for guests and one for who is signed in; the first that fits is shown."""

    items: list[BannerView]

    @staticmethod
    def of(banners: Sequence[Banner], pictures: Mapping[UUID, Picture]) -> ShownBanners:
        return ShownBanners(
            items=[
                BannerView.of(banner, pictures.get(banner.content.media_id) if banner.content.media_id else None)
                for banner in banners
            ]
        )


class BannerBody(BaseModel):
    slot: Slug
    content: BannerContent
    audience: Audience = "everyone"
    position: Annotated[int, Field(ge=0, le=10_000)] = 100
    starts_at: AwareDatetime
    ends_at: AwareDatetime | None = None

    def to_banner(self, banner_id: UUID, version: int) -> Banner:
        return Banner(
            banner_id, self.slot, self.content, self.audience, self.position, self.starts_at, self.ends_at, version
        )


class ChangeBanner(BannerBody):
    version: Version


class EditedBanner(BaseModel):
    id: UUID
    slot: str
    content: BannerContent
    audience: Audience
    position: int
    starts_at: datetime
    ends_at: datetime | None
    version: int

    @staticmethod
    def of(banner: Banner) -> EditedBanner:
        return EditedBanner(
            id=banner.id, slot=banner.slot, content=banner.content, audience=banner.audience,
            position=banner.position, starts_at=banner.starts_at, ends_at=banner.ends_at, version=banner.version,
        )  # fmt: skip


class EditedBanners(BaseModel):
    items: list[EditedBanner]


class FaqView(BaseModel):
    id: UUID
    topic: str
    question: str
    answer: RichText

    @staticmethod
    def of(faq: Faq) -> FaqView:
        return FaqView(id=faq.id, topic=faq.content.topic, question=faq.content.question, answer=faq.content.answer)


class FaqTopicView(BaseModel):
    slug: str
    title: str
    items: list[FaqView]


class Faqs(BaseModel):
    topics: list[FaqTopicView]

    @staticmethod
    def of(topics: Sequence[Topic], faqs: Sequence[Faq]) -> Faqs:
        """Without topics that have no question."""
        views = [FaqView.of(faq) for faq in faqs]
        grouped = [
            FaqTopicView(slug=topic.slug, title=topic.title, items=[view for view in views if view.topic == topic.slug])
            for topic in topics
        ]
        return Faqs(topics=[topic for topic in grouped if topic.items])


class FoundFaqs(BaseModel):
    items: list[FaqView]


class ChangeFaq(BaseModel):
    version: Version
    content: FaqContent


class EditedFaq(BaseModel):
    id: UUID
    version: int
    content: FaqContent

    @staticmethod
    def of(faq: Faq) -> EditedFaq:
        return EditedFaq(id=faq.id, version=faq.version, content=faq.content)


class EditedFaqs(BaseModel):
    items: list[EditedFaq]


class TopicBody(BaseModel):
    title: Line
    position: Annotated[int, Field(ge=0, le=10_000)] = 100
