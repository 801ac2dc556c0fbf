"""What shoppers read; public and the same for everybody, except a preview."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response
from pydantic import BaseModel
from starlette.requests import Request

from kit.http.auth import Anyone
from kit.http.etag import NOT_MODIFIED, etagged
from kit.http.problems import problem_response
from kit.http.refusals import refuses
from kit.http.router import Router
from souk_content.actions import banners, faqs, media, pages
from souk_content.domain.pages import UnknownPage
from souk_content.domain.previews import LONGEST_TOKEN, PreviewOver
from souk_content.routes.deps import ContentDeps, SlugInPath
from souk_content.schemas.banners import ShownBanners
from souk_content.schemas.faqs import Faqs, FaqView, FoundFaqs
from souk_content.schemas.pages import PageReferences, PageView

router = Router()
MOST_FOUND = 20
# Kept for a moment, or the gateway would go on with its copy of a page that was taken down.
MISSING_KEPT = "public, max-age=0, s-maxage=1"


def _public(request: Request, deps: ContentDeps, content: BaseModel) -> Response:
    """The gateway answers for `s-maxage`, and fetches anew what an editor changes."""
    kept = f"public, max-age=0, s-maxage={deps.shared_cache_s}, stale-while-revalidate=600, stale-if-error=86400"
    return etagged(request, content, cache_control=kept)


@router.get("/pages", response_model=PageReferences, responses=NOT_MODIFIED)
async def list_pages(request: Request, _: Anyone, deps: ContentDeps) -> Response:
    return _public(request, deps, PageReferences.of(await deps.pages.list_live(deps.clock.now())))


@router.get("/pages/{slug}", response_model=PageView, responses=NOT_MODIFIED)
@refuses(UnknownPage)
async def show_page(slug: SlugInPath, request: Request, _: Anyone, deps: ContentDeps) -> Response:
    try:
        content, since = await pages.show_page(deps, slug)
    except UnknownPage as unknown:
        missing = problem_response(unknown)
        missing.headers["cache-control"] = MISSING_KEPT
        return missing
    return _public(request, deps, PageView.of(slug, content, await media.pictures_of(deps, content), since))


@router.get("/previews/{slug}")
@refuses(UnknownPage, PreviewOver)
async def show_preview(
    slug: SlugInPath,
    _: Anyone,
    deps: ContentDeps,
    response: Response,
    token: Annotated[str, Query(max_length=LONGEST_TOKEN)],
) -> PageView:
    draft = await pages.show_preview(deps, slug, token)
    response.headers["cache-control"] = "private, no-store"
    return PageView.of(slug, draft.content, await media.pictures_of(deps, draft.content), draft.updated_at)


@router.get("/banners/{slot}", response_model=ShownBanners, responses=NOT_MODIFIED)
async def show_banners(slot: SlugInPath, request: Request, _: Anyone, deps: ContentDeps) -> Response:
    shown = await banners.list_shown(deps, slot)
    return _public(request, deps, ShownBanners.of(shown, await media.pictures_of_banners(deps, shown)))


@router.get("/faqs", response_model=Faqs, responses=NOT_MODIFIED)
async def list_faqs(request: Request, _: Anyone, deps: ContentDeps) -> Response:
    return _public(request, deps, Faqs.of(await deps.faqs.list_topics(), await deps.faqs.list_faqs()))


@router.get("/found-faqs")
async def search_faqs(
    q: Annotated[str, Query(min_length=1, max_length=200)], _: Anyone, deps: ContentDeps
) -> FoundFaqs:
    """The best first; with any of the words where none has all of them."""
    return FoundFaqs(items=[FaqView.of(faq) for faq in await faqs.search(deps, q, MOST_FOUND)])
