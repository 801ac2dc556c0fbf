"""What a new shop begins with. What an agent has changed or removed since then stays changed or removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from souk_support.actions.deps import Deps
from souk_support.domain.articles import ArticleContent, Topic
from souk_support.domain.canned import CannedAnswer


@dataclass(frozen=True, slots=True)
class SeededArticle:
    slug: str
    content: ArticleContent


@dataclass(frozen=True, slots=True)
class Seed:
    topics: Sequence[Topic]
    articles: Sequence[SeededArticle]
    canned: Sequence[CannedAnswer]


async def bring(deps: Deps, seed: Seed) -> int:
    """How many articles and canned answers were new."""
    brought = 0
    async with deps.help.transaction() as kept:
        for topic in seed.topics:
            if await kept.is_first(f"topic/{topic.slug}"):
                await kept.save_topic(topic)
        there = {article.slug for article in await kept.list_articles()}
        for each in seed.articles:
            if await kept.is_first(f"article/{each.slug}") and each.slug not in there:
                await kept.add_article(each.slug, each.content, deps.clock.now())
                brought += 1
    async with deps.canned.transaction() as kept:
        there = {answer.title for answer in await kept.list_canned()}
        for answer in seed.canned:
            if await kept.is_first(f"canned/{answer.title}") and answer.title not in there:
                await kept.add_canned(answer)
                brought += 1
    return brought
