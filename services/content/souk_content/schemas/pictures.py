from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel

from contracts.rich_text import Line
from souk_content.domain.media import Picture


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
