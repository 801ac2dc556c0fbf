"""Pictures: uploaded by editors, shown on pages."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from uuid import UUID

from kit.audit import concerns
from kit.ids import uuid7
from kit.pictures.keeping import keep
from kit.pictures.renditions import Sources
from souk_content.actions.deps import Deps
from souk_content.domain import addresses
from souk_content.domain.banners import Banner
from souk_content.domain.blocks import pictures_in
from souk_content.domain.media import Picture, UnknownPicture
from souk_content.domain.pages import PageContent


async def upload(deps: Deps, data: bytes, alt: str, by: UUID) -> Picture:
    """The same file again is the picture that there is already."""
    sha256 = hashlib.sha256(data).hexdigest()
    if known := await deps.pictures.find_by_sha256(sha256):
        return known
    made = await deps.renditions.make(data)
    webp, avif = await _keep(deps, made.webp, "webp"), await _keep(deps, made.avif, "avif")
    now = deps.clock.now()
    picture = Picture(uuid7(), sha256, alt, made.width, made.height, made.color, webp, avif, now, by)
    async with deps.pictures.transaction() as pictures:
        await pictures.add_picture(picture)
        concerns(picture_id=picture.id)
    return await deps.pictures.find_by_sha256(sha256) or picture


async def _keep(deps: Deps, made: Mapping[int, bytes], kind: str) -> Sources:
    def name(width: int, data: bytes) -> str:
        return f"content/picture-{hashlib.sha256(data).hexdigest()[:32]}-{width}.{kind}"

    return await keep(deps.media, made, name)


async def change_alt(deps: Deps, picture_id: UUID, alt: str) -> Picture:
    async with deps.pictures.transaction() as pictures:
        changed = await pictures.save_alt(picture_id, alt)
        shown = await pictures.list_pages_showing_picture(picture_id)
        pages = [address for slug in shown for address in addresses.of_page(slug)]
        slots = await pictures.list_slots_showing_picture(picture_id)
        banners = [
            address
            for slot in slots
            for address in addresses.of_slot(slot, await deps.banners.list_pages_showing_slot(slot))
        ]
        await pictures.add_refreshes([*pages, *banners], addresses.twice(deps.clock.now()))
    return changed


async def pictures_of(deps: Deps, content: PageContent) -> Sequence[Picture]:
    return await deps.pictures.list_of(pictures_in(content.blocks))


async def pictures_of_banners(deps: Deps, banners: Sequence[Banner]) -> Mapping[UUID, Picture]:
    wanted = {banner.content.media_id for banner in banners if banner.content.media_id}
    return {picture.id: picture for picture in await deps.pictures.list_of(wanted)}


async def check_pictures(deps: Deps, content: PageContent) -> None:
    """Raises UnknownPicture for the first that was never uploaded."""
    known = {picture.id for picture in await pictures_of(deps, content)}
    if missing := sorted(pictures_in(content.blocks) - known):
        raise UnknownPicture(missing[0])
