"""What editors do with pages, and what shoppers see of them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from souk_content.actions.deps import Deps
from souk_content.actions.media import check_pictures
from souk_content.domain import addresses
from souk_content.domain.pages import (
    Draft,
    PageContent,
    Publication,
    UnknownPage,
    UnknownPublication,
    check_links,
    check_waiting,
)
from souk_content.domain.previews import check_preview, preview_token
from souk_content.ports import PageStore


async def show_page(deps: Deps, slug: str) -> tuple[PageContent, datetime]:
    """What is shown, and since when."""
    live = await deps.pages.find_live(slug, deps.clock.now())
    if live is None or live.content is None:
        raise UnknownPage(slug)
    return live.content, live.live_from


async def show_preview(deps: Deps, slug: str, token: str) -> Draft:
    check_preview(deps.preview_secret.reveal(), slug, token, deps.clock.now())
    return await deps.pages.get_draft(slug)


async def make_preview(deps: Deps, slug: str) -> tuple[str, datetime]:
    """A token for the draft as it is whenever it is looked at, and until when it holds."""
    draft = await deps.pages.get_draft(slug)
    until = deps.clock.now().replace(microsecond=0) + deps.previews_live
    return preview_token(deps.preview_secret.reveal(), draft.slug, until), until


async def save_draft(deps: Deps, slug: str, content: PageContent, version: int) -> Draft:
    """`version` is the one that was read; 0 makes a new page."""
    check_links(content, deps.linked_sites)
    await check_pictures(deps, content)
    now = deps.clock.now()
    async with deps.pages.transaction() as pages:
        if version:
            await pages.save_draft(slug, content, version, now)
        else:
            await pages.add_draft(slug, content, now)
    return Draft(slug, content, version + 1, now)


async def publish(deps: Deps, slug: str, at: datetime | None, by: UUID | None) -> Publication:
    """The draft as it is now, to be shown from now on or from a later moment."""
    async with deps.pages.transaction() as pages:
        draft = await pages.get_draft_to_change(slug)
        return await publish_within(deps, pages, draft.slug, draft.content, at, by)


async def take_down(deps: Deps, slug: str, by: UUID) -> Publication:
    async with deps.pages.transaction() as pages:
        draft = await pages.get_draft_to_change(slug)
        return await publish_within(deps, pages, draft.slug, None, None, by)


async def call_off(deps: Deps, slug: str, number: int) -> None:
    """A publication whose time has not come."""
    async with deps.pages.transaction() as pages:
        await pages.get_draft_to_change(slug)
        check_waiting(await pages.get_publication(slug, number), deps.clock.now())
        await pages.remove_publication(slug, number)


async def restore(deps: Deps, slug: str, number: int) -> Draft:
    """An old publication's content becomes the draft; it is shown when it is published."""
    now = deps.clock.now()
    async with deps.pages.transaction() as pages:
        draft = await pages.get_draft_to_change(slug)
        publication = await pages.get_publication(slug, number)
        if publication.content is None:
            raise UnknownPublication(slug, number)
        await pages.save_draft(slug, publication.content, draft.version, now)
    return Draft(slug, publication.content, draft.version + 1, now)


async def publish_within(
    deps: Deps, pages: PageStore, slug: str, content: PageContent | None, at: datetime | None, by: UUID | None
) -> Publication:
    now = deps.clock.now()
    number = await pages.find_last_number(slug) + 1
    publication = Publication(slug, number, content, max(at or now, now), now, by)
    await pages.add_publication(publication)
    await pages.add_refreshes(addresses.of_page(slug), addresses.twice(publication.live_from))
    return publication
