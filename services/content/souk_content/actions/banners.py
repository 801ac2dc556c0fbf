"""What editors do with banners, and which of them are shown."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from contracts.rich_text import is_allowed
from kit.audit import concerns
from souk_content.actions.deps import Deps
from souk_content.domain import addresses
from souk_content.domain.banners import Banner, EndsBeforeItStarts, shown
from souk_content.domain.media import UnknownPicture
from souk_content.domain.pages import LinkElsewhere
from souk_content.ports import BannerStore


async def list_shown(deps: Deps, slot: str) -> list[Banner]:
    return shown(await deps.banners.list_due(slot, deps.clock.now()))


async def add_banner(deps: Deps, banner: Banner) -> Banner:
    await _check(deps, banner)
    async with deps.banners.transaction() as banners:
        await banners.add_banner(banner)
        concerns(banner_id=banner.id)
        await refresh_slot(deps, banners, banner)
    return banner


async def change_banner(deps: Deps, banner: Banner) -> Banner:
    """`version` of the given banner is the one that was read."""
    await _check(deps, banner)
    changed = replace(banner, version=banner.version + 1)
    async with deps.banners.transaction() as banners:
        before = await banners.get_banner(banner.id)
        await banners.save_banner(changed)
        await refresh_slot(deps, banners, changed)
        if before.slot != changed.slot:
            await refresh_slot(deps, banners, before)
    return changed


async def remove_banner(deps: Deps, banner_id: UUID) -> None:
    async with deps.banners.transaction() as banners:
        banner = await banners.get_banner(banner_id)
        await banners.remove_banner(banner_id)
        await refresh_slot(deps, banners, banner)


async def _check(deps: Deps, banner: Banner) -> None:
    if banner.ends_at and banner.ends_at <= banner.starts_at:
        raise EndsBeforeItStarts
    action = banner.content.action
    if action and not is_allowed(action.href, deps.linked_sites):
        raise LinkElsewhere([action.href])
    picture = banner.content.media_id
    if picture and not await deps.pictures.list_of([picture]):
        raise UnknownPicture(picture)


async def refresh_slot(deps: Deps, banners: BannerStore, banner: Banner) -> None:
    """Now, when it begins and when it ends."""
    now = deps.clock.now()
    later = (moment for moment in (banner.starts_at, banner.ends_at) if moment and moment > now)
    pages = await banners.list_pages_showing_slot(banner.slot)
    moments = [each for moment in (now, *later) for each in addresses.twice(moment)]
    await banners.add_refreshes(addresses.of_slot(banner.slot, pages), moments)
