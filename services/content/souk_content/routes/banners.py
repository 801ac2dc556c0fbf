"""What editors do with banners."""

from __future__ import annotations

from uuid import UUID

from kit.http.refusals import refuses
from kit.http.router import Router
from kit.ids import uuid7
from souk_content.actions import banners
from souk_content.domain.banners import BannerChanged, EndsBeforeItStarts, UnknownBanner
from souk_content.domain.media import UnknownPicture
from souk_content.domain.pages import LinkElsewhere
from souk_content.routes.deps import ContentDeps, Editor
from souk_content.schemas.banners import BannerBody, ChangeBanner, EditedBanner, EditedBanners

router = Router()


@router.get("/editor/banners")
async def list_banners(_: Editor, deps: ContentDeps) -> EditedBanners:
    return EditedBanners(items=[EditedBanner.of(banner) for banner in await deps.banners.list_banners()])


@router.post("/editor/banners", status_code=201)
@refuses(LinkElsewhere, EndsBeforeItStarts, UnknownPicture)
async def add_banner(body: BannerBody, _: Editor, deps: ContentDeps) -> EditedBanner:
    return EditedBanner.of(await banners.add_banner(deps, body.to_banner(uuid7(), 1)))


@router.put("/editor/banners/{banner_id}")
@refuses(UnknownBanner, BannerChanged, LinkElsewhere, EndsBeforeItStarts, UnknownPicture)
async def change_banner(banner_id: UUID, body: ChangeBanner, _: Editor, deps: ContentDeps) -> EditedBanner:
    return EditedBanner.of(await banners.change_banner(deps, body.to_banner(banner_id, body.version)))


@router.delete("/editor/banners/{banner_id}", status_code=204)
@refuses(UnknownBanner)
async def remove_banner(banner_id: UUID, _: Editor, deps: ContentDeps) -> None:
    await banners.remove_banner(deps, banner_id)
