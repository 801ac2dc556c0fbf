"""What agents write for the help center."""

from __future__ import annotations

from kit.http.refusals import refuses
from kit.http.router import Router
from souk_support.actions import helping
from souk_support.domain.articles import Topic
from souk_support.domain.refusals import ArticleChanged, ArticleLeavesShop, UnknownArticle, UnknownTopic
from souk_support.routes.deps import ArticleEditor, SlugInPath, SupportDeps
from souk_support.schemas.help import EditedArticle, EditedArticles, SaveArticle, TopicBody

router = Router()


@router.put("/desk/topics/{slug}", status_code=204)
async def save_topic(slug: SlugInPath, body: TopicBody, _: ArticleEditor, deps: SupportDeps) -> None:
    await helping.save_topic(deps, Topic(slug, body.title, body.summary, body.position))


@router.get("/desk/articles")
async def list_edited_articles(_: ArticleEditor, deps: SupportDeps) -> EditedArticles:
    """With what readers said of them."""
    return EditedArticles(items=[EditedArticle.of(article) for article in await deps.help.list_articles()])


@router.put("/desk/articles/{slug}")
@refuses(UnknownArticle, UnknownTopic, ArticleChanged, ArticleLeavesShop)
async def save_article(slug: SlugInPath, body: SaveArticle, _: ArticleEditor, deps: SupportDeps) -> EditedArticle:
    return EditedArticle.of(await helping.save_article(deps, slug, body.content, body.version))


@router.delete("/desk/articles/{slug}", status_code=204)
@refuses(UnknownArticle)
async def remove_article(slug: SlugInPath, _: ArticleEditor, deps: SupportDeps) -> None:
    await helping.remove_article(deps, slug)
