"""What an empty shop opens with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kit.ids import uuid7
from souk_content.actions import banners, faqs, media, pages
from souk_content.actions.deps import Deps
from souk_content.domain.banners import Audience, Banner, BannerContent
from souk_content.domain.faqs import FaqContent, Topic
from souk_content.domain.pages import PageContent

NOBODY: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class SeededPage:
    slug: str
    content: PageContent


@dataclass(frozen=True, slots=True)
class SeededPicture:
    data: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class SeededBanner:
    name: str
    slot: str
    content: BannerContent
    audience: Audience
    position: int
    picture: SeededPicture | None


@dataclass(frozen=True, slots=True)
class SeededFaq:
    name: str
    content: FaqContent


@dataclass(frozen=True, slots=True)
class Seed:
    pages: Sequence[SeededPage]
    banners: Sequence[SeededBanner]
    topics: Sequence[Topic]
    faqs: Sequence[SeededFaq]


async def bring(deps: Deps, seed: Seed) -> int:
    """How much of it was new; what was brought once is never brought again."""
    return (
        await _bring_pages(deps, seed.pages) + await _bring_banners(deps, seed.banners) + await _bring_faqs(deps, seed)
    )


async def _bring_pages(deps: Deps, seeded: Sequence[SeededPage]) -> int:
    brought = 0
    async with deps.pages.transaction() as kept:
        there = {draft.slug for draft in await kept.list_drafts()}
        for page in seeded:
            if await kept.is_first(f"page/{page.slug}") and page.slug not in there:
                await kept.add_draft(page.slug, page.content, deps.clock.now())
                await pages.publish_within(deps, kept, page.slug, page.content, None, None)
                brought += 1
    return brought


async def _bring_banners(deps: Deps, seeded: Sequence[SeededBanner]) -> int:
    brought = 0
    pictures = {each.name: await _bring_picture(deps, each.picture) for each in seeded}
    async with deps.banners.transaction() as kept:
        for each in seeded:
            if await kept.is_first(f"banner/{each.name}"):
                now = deps.clock.now()
                content = each.content.model_copy(update={"media_id": pictures[each.name]})
                banner = Banner(uuid7(), each.slot, content, each.audience, each.position, now, None, 1)
                await kept.add_banner(banner)
                await banners.refresh_slot(deps, kept, banner)
                brought += 1
    return brought


async def _bring_picture(deps: Deps, picture: SeededPicture | None) -> UUID | None:
    """One that is there already is not made again."""
    return (await media.upload(deps, picture.data, picture.alt, NOBODY)).id if picture else None


async def _bring_faqs(deps: Deps, seed: Seed) -> int:
    brought = 0
    async with deps.faqs.transaction() as kept:
        for topic in seed.topics:
            if await kept.is_first(f"topic/{topic.slug}"):
                await kept.save_topic(topic)
        for each in seed.faqs:
            if await kept.is_first(f"faq/{each.name}"):
                await kept.add_faq(uuid7(), each.content)
                brought += 1
        if brought:
            await faqs.refresh_faqs(deps, kept)
    return brought
