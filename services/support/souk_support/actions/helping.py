"""The help center: read by everybody, written by agents."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contracts.rich_text import leaving
from souk_support.actions.deps import Deps
from souk_support.domain.articles import Article, ArticleContent, Topic
from souk_support.domain.refusals import ArticleLeavesShop

MOST_WORDS = 12
HOUR_S = 3600.0
ANSWERS_OF_ADDRESS = 120  # an hour


async def search(deps: Deps, asked: str, most: int) -> Sequence[Article]:
    words = list(dict.fromkeys(re.findall(r"\w+", asked.casefold())))[:MOST_WORDS]
    return await deps.help.list_matching(words, most)


async def save_article(deps: Deps, slug: str, content: ArticleContent, version: int) -> Article:
    """`version` is the one that was read; 0 makes a new article."""
    if elsewhere := list(leaving(content.body, ())):
        raise ArticleLeavesShop(elsewhere)
    now = deps.clock.now()
    async with deps.help.transaction() as help_center:
        if version:
            await help_center.save_article(slug, content, version, now)
        else:
            await help_center.add_article(slug, content, now)
        return await help_center.get_article(slug)


async def remove_article(deps: Deps, slug: str) -> None:
    async with deps.help.transaction() as help_center:
        await help_center.remove_article(slug)


async def save_topic(deps: Deps, topic: Topic) -> None:
    async with deps.help.transaction() as help_center:
        await help_center.save_topic(topic)


async def say_helpful(deps: Deps, slug: str, who: str, helpful: bool, address: str) -> None:
    await deps.limits.hit("helpfulness-of-address", address, most=ANSWERS_OF_ADDRESS, per_s=HOUR_S)
    await deps.help.save_helpfulness(slug, deps.links.sealed(who), helpful)
