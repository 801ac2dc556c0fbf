"""What a page is made of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Annotated, Any, Literal, TypeAlias
from uuid import UUID

from pydantic import Field, TypeAdapter, ValidationError

from contracts.rich_text import (
    NO_CONTROL,
    Href,
    Line,
    RichText,
    Strict,
    is_allowed,
    leaving,
    without_links_elsewhere,
)

MOST_BLOCKS = 60
Slug: TypeAlias = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
ShortText: TypeAlias = Annotated[str, Field(min_length=1, max_length=500, pattern=NO_CONTROL)]


class Action(Strict):
    label: Annotated[str, Field(min_length=1, max_length=40, pattern=NO_CONTROL)]
    href: Href


class HeroBlock(Strict):
    """One promise, one action, beside the shop's drawing."""

    type: Literal["hero"]
    eyebrow: Line | None = None
    title: Line
    text: ShortText
    action: Action


class HeadingBlock(Strict):
    type: Literal["heading"]
    level: Annotated[int, Field(ge=2, le=3)] = 2
    text: Line


class RichTextBlock(Strict):
    type: Literal["rich_text"]
    text: RichText


class ImageBlock(Strict):
    """A picture that was uploaded."""

    type: Literal["image"]
    media_id: UUID
    caption: Line | None = None


class ProductRowBlock(Strict):
    """Products by one rule, as the shop has them when the page is asked for."""

    type: Literal["product_row"]
    title: Line
    by: Literal["tag", "category", "newest"]
    name: Slug | None = None  # of the tag or category
    limit: Annotated[int, Field(ge=1, le=12)] = 4


class CategoriesBlock(Strict):
    type: Literal["categories"]
    title: Line


class Point(Strict):
    icon: Literal["calendar", "tag", "card", "parcel", "heart", "question"]
    title: Line
    text: ShortText


class PointsBlock(Strict):
    """A band of short promises."""

    type: Literal["points"]
    title: Line
    points: Annotated[list[Point], Field(min_length=1, max_length=6)]


class BannerBlock(Strict):
    """The banners of a slot, where there are any."""

    type: Literal["banner"]
    slot: Slug


class FaqBlock(Strict):
    """Questions and answers of a topic."""

    type: Literal["faq"]
    title: Line
    topic: Slug
    limit: Annotated[int, Field(ge=1, le=30)] = 6


class LinkCardBlock(Strict):
    """A site elsewhere, or a page of the shop; a card, for a frame would bring the other site in."""

    type: Literal["link_card"]
    title: Line
    text: ShortText
    href: Href


Cell: TypeAlias = Annotated[str, Field(max_length=120, pattern=NO_CONTROL)]


class TableBlock(Strict):
    """Such as sizes; the first row and the first column are headings."""

    type: Literal["table"]
    caption: Line
    rows: Annotated[list[Annotated[list[Cell], Field(min_length=1, max_length=8)]], Field(min_length=2, max_length=40)]


Block: TypeAlias = Annotated[
    HeroBlock
    | HeadingBlock
    | RichTextBlock
    | ImageBlock
    | ProductRowBlock
    | CategoriesBlock
    | PointsBlock
    | BannerBlock
    | FaqBlock
    | LinkCardBlock
    | TableBlock,
    Field(discriminator="type"),
]
_block: TypeAdapter[Block] = TypeAdapter(Block)


def links_elsewhere(blocks: Sequence[Block], sites: Collection[str]) -> Iterator[str]:
    """Those that may not be there."""
    for block in blocks:
        if isinstance(block, RichTextBlock):
            yield from leaving(block.text, sites)
        href = _link_of(block)
        if href and not is_allowed(href, sites):
            yield href


def pictures_in(blocks: Sequence[Block]) -> set[UUID]:
    return {block.media_id for block in blocks if isinstance(block, ImageBlock)}


def readable(raw: Sequence[Any], sites: Collection[str]) -> list[Block]:
    """What is kept, checked again on its way out: a block that is none (any more) or leads elsewhere is left out."""
    found: list[Block] = []
    for each in raw:
        try:
            block = _block.validate_python(each)
        except ValidationError:
            continue
        href = _link_of(block)
        if href and not is_allowed(href, sites):
            continue
        if isinstance(block, RichTextBlock):
            block = RichTextBlock(type="rich_text", text=without_links_elsewhere(block.text, sites))
        found.append(block)
    return found


def _link_of(block: Block) -> str | None:
    if isinstance(block, LinkCardBlock):
        return block.href
    return block.action.href if isinstance(block, HeroBlock) else None
