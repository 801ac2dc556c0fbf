from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from souk_content.domain.banners import Audience, Banner, BannerContent, Tone
from souk_content.domain.blocks import Action, Slug
from souk_content.domain.media import Picture
from souk_content.schemas.pictures import PictureView
from souk_content.schemas.versions import Version


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
