"""A page: a draft that its editor works on, and publications, of which the newest whose time has come is shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.rich_text import NO_CONTROL, Line, Strict
from kit.errors import Kind, SoukError
from souk_content.domain.blocks import MOST_BLOCKS, Block, links_elsewhere


class PageContent(Strict):
    title: Line
    description: Annotated[str, Field(min_length=1, max_length=300, pattern=NO_CONTROL)]
    blocks: Annotated[list[Block], Field(max_length=MOST_BLOCKS)]


@dataclass(frozen=True, slots=True)
class Draft:
    slug: str
    content: PageContent
    version: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Publication:
    """`content` is None where it takes the page down."""

    slug: str
    number: int
    content: PageContent | None
    live_from: datetime
    made_at: datetime
    made_by: UUID | None


class UnknownPage(SoukError):
    code = "unknown-page"
    kind = Kind.NOT_FOUND

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is no page {slug}.", "Check the address, or go to the front page.", {"slug": slug})


class UnknownPublication(SoukError):
    code = "unknown-publication"
    kind = Kind.NOT_FOUND

    def __init__(self, slug: str, number: int) -> None:
        super().__init__(
            f"The page {slug} has no publication {number} that this can be done with.",
            "Look at its list of publications; what takes a page down has no content to restore.",
            {"slug": slug, "number": number},
        )


class PublicationIsLive(SoukError):
    code = "publication-is-live"
    kind = Kind.CONFLICT

    def __init__(self, slug: str, number: int) -> None:
        super().__init__(
            f"Publication {number} of {slug} is not waiting any more: its time has come.",
            "Restore another publication and publish it, or take the page down.",
            {"slug": slug, "number": number},
        )


class DraftChanged(SoukError):
    """Another editor saved first."""

    code = "draft-changed"
    kind = Kind.CONFLICT

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"Somebody else has saved {slug} meanwhile.",
            "Read it again, put your change into it, and save with the version that you read.",
            {"slug": slug},
        )


class LinkElsewhere(SoukError):
    code = "link-elsewhere"
    kind = Kind.UNPROCESSABLE

    def __init__(self, hrefs: Sequence[str]) -> None:
        super().__init__(
            f"The shop does not link to {', '.join(hrefs[:5])}.",
            "Link into the shop, or let the operator add the site to SOUK_CONTENT_LINKED_SITES.",
            {"links": list(hrefs[:5])},
        )


def check_links(content: PageContent, sites: Collection[str]) -> None:
    if elsewhere := list(links_elsewhere(content.blocks, sites)):
        raise LinkElsewhere(elsewhere)


def check_waiting(publication: Publication, now: datetime) -> None:
    """Only what is not shown yet can be called off."""
    if publication.live_from <= now:
        raise PublicationIsLive(publication.slug, publication.number)
