"""Banners: what a slot says, to whom and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from contracts.rich_text import Line, Strict
from kit.errors import Kind, SoukError
from souk_content.domain.blocks import Action, ShortText

Tone: TypeAlias = Literal["calm", "warm", "bold"]
Audience: TypeAlias = Literal["everyone", "guests", "signed-in"]


class BannerContent(Strict):
    title: Line
    text: ShortText | None = None
    action: Action | None = None
    tone: Tone = "calm"
    media_id: UUID | None = None  # a picture beside the words


@dataclass(frozen=True, slots=True)
class Banner:
    id: UUID
    slot: str
    content: BannerContent
    audience: Audience
    position: int
    starts_at: datetime
    ends_at: datetime | None
    version: int


class UnknownBanner(SoukError):
    code = "unknown-banner"
    kind = Kind.NOT_FOUND

    def __init__(self, banner_id: UUID) -> None:
        super().__init__(f"There is no banner {banner_id}.", "List the banners to see which there are.")


class BannerChanged(SoukError):
    code = "banner-changed"
    kind = Kind.CONFLICT

    def __init__(self, banner_id: UUID) -> None:
        super().__init__(
            f"Somebody else has changed the banner {banner_id} meanwhile.",
            "List the banners again and change it with the version that you read.",
        )


class EndsBeforeItStarts(SoukError):
    code = "ends-before-it-starts"
    kind = Kind.UNPROCESSABLE

    def __init__(self) -> None:
        super().__init__("The banner would end before it starts.", "Give ends_at a moment after starts_at.")


def shown(banners: Sequence[Banner]) -> list[Banner]:
    """Of those that are due, the first for guests and the first for who is signed in; maybe it is the same one."""
    found: list[Banner] = []
    for who in ("guests", "signed-in"):
        first = next((banner for banner in banners if banner.audience in (who, "everyone")), None)
        if first and first not in found:
            found.append(first)
    return found
