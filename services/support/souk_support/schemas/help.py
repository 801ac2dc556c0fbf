"""The help center over the wire."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from contracts.rich_text import Line, RichText
from souk_support.domain.articles import Article, ArticleContent, Position, Topic
from souk_support.schemas.words import RequestBody


class ArticleLink(BaseModel):
    slug: str
    title: str
    summary: str

    @classmethod
    def of(cls, article: Article) -> ArticleLink:
        return cls(slug=article.slug, title=article.content.title, summary=article.content.summary)


class TopicView(BaseModel):
    slug: str
    title: str
    summary: str
    articles: list[ArticleLink]


class HelpCenter(BaseModel):
    topics: list[TopicView]

    @classmethod
    def of(cls, topics: Iterable[Topic], articles: Iterable[Article]) -> HelpCenter:
        """Without topics that have no article."""
        by_topic: dict[str, list[ArticleLink]] = {}
        for article in articles:
            by_topic.setdefault(article.content.topic, []).append(ArticleLink.of(article))
        return cls(
            topics=[
                TopicView(slug=topic.slug, title=topic.title, summary=topic.summary, articles=by_topic[topic.slug])
                for topic in topics
                if topic.slug in by_topic
            ]
        )


class ArticleView(BaseModel):
    slug: str
    topic: str
    title: str
    summary: str
    body: RichText
    updated_at: datetime

    @classmethod
    def of(cls, article: Article) -> ArticleView:
        content = article.content
        return cls(
            slug=article.slug,
            topic=content.topic,
            title=content.title,
            summary=content.summary,
            body=content.body,
            updated_at=article.updated_at,
        )


class FoundArticles(BaseModel):
    items: list[ArticleLink]


class SayHelpful(RequestBody):
    helpful: bool


class TopicBody(RequestBody):
    title: Line
    summary: Line
    position: Position = 100


class SaveArticle(RequestBody):
    """`version` is the one that was read; 0 makes a new article."""

    version: Annotated[int, Field(ge=0, le=1_000_000_000)]
    content: ArticleContent


class EditedArticle(BaseModel):
    slug: str
    version: int
    updated_at: datetime
    helpful: int
    unhelpful: int
    content: ArticleContent

    @classmethod
    def of(cls, article: Article) -> EditedArticle:
        return cls(
            slug=article.slug,
            version=article.version,
            updated_at=article.updated_at,
            helpful=article.helpful,
            unhelpful=article.unhelpful,
            content=article.content,
        )


class EditedArticles(BaseModel):
    items: list[EditedArticle]
