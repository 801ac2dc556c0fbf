"""The help center, the same for everybody."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response
from pydantic import BaseModel
from starlette.requests import Request

from kit.http.auth import Anyone, AnyShopper
from kit.http.etag import NOT_MODIFIED, etagged
from kit.http.refusals import refuses
from kit.http.router import ClientAddress, Router
from souk_support.actions import helping
from souk_support.domain.refusals import UnknownArticle
from souk_support.routes.deps import SlugInPath, SupportDeps
from souk_support.schemas.help import ArticleLink, ArticleView, FoundArticles, HelpCenter, SayHelpful

router = Router()
MOST_FOUND = 20


def _public(request: Request, deps: SupportDeps, content: BaseModel) -> Response:
    kept = f"public, max-age=0, s-maxage={deps.shared_cache_s}, stale-while-revalidate=60, stale-if-error=86400"
    return etagged(request, content, cache_control=kept)


@router.get("/articles", response_model=HelpCenter, responses=NOT_MODIFIED)
async def list_articles(request: Request, _: Anyone, deps: SupportDeps) -> Response:
    return _public(request, deps, HelpCenter.of(await deps.help.list_topics(), await deps.help.list_articles()))


@router.get("/articles/{slug}", response_model=ArticleView, responses=NOT_MODIFIED)
@refuses(UnknownArticle)
async def show_article(slug: SlugInPath, request: Request, _: Anyone, deps: SupportDeps) -> Response:
    return _public(request, deps, ArticleView.of(await deps.help.get_article(slug)))


@router.get("/found-articles")
async def search_articles(
    q: Annotated[str, Query(min_length=1, max_length=200)], _: Anyone, deps: SupportDeps
) -> FoundArticles:
    """The best first; with any of the words where none has all of them."""
    return FoundArticles(items=[ArticleLink.of(article) for article in await helping.search(deps, q, MOST_FOUND)])


@router.put("/helpfulness/{slug}", status_code=204)
@refuses(UnknownArticle)
async def say_helpful(
    slug: SlugInPath, body: SayHelpful, shopper: AnyShopper, address: ClientAddress, deps: SupportDeps
) -> None:
    """One answer of each person; another one takes its place."""
    await helping.say_helpful(deps, slug, shopper.key, body.helpful, address)
