from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from contracts.rich_text import leaving
from souk_support.actions import helping
from souk_support.commands.seed import read_seed, seed

if TYPE_CHECKING:
    from souk_support.actions.deps import Deps


async def test_a_shop_opens_with_articles_that_are_found_by_their_words(deps: Deps) -> None:
    said = await seed(deps)

    assert "articles" in said
    assert len(await deps.help.list_articles()) >= 10
    assert (await helping.search(deps, "parcel late?", 5))[0].slug == "where-is-my-parcel"
    assert (await helping.search(deps, "unicorns & !|:*'", 5)) == []
    assert len(await deps.canned.list_canned()) >= 3


async def test_what_an_agent_changed_or_removed_is_left_alone_by_the_next_seed(deps: Deps) -> None:
    await seed(deps)
    article = await deps.help.get_article("find-my-order")
    ours = article.content.model_copy(update={"title": "Ours"})
    await helping.save_article(deps, "find-my-order", ours, article.version)
    await deps.help.remove_article("delivery-charges")
    canned = (await deps.canned.list_canned())[0]
    await deps.canned.save_canned(replace(canned, title="Our own"))

    said = await seed(deps)

    assert "already" in said
    slugs = {each.slug: each.content.title for each in await deps.help.list_articles()}
    assert slugs["find-my-order"] == "Ours"
    assert "delivery-charges" not in slugs
    assert canned.title not in {each.title for each in await deps.canned.list_canned()}


def test_every_seeded_link_stays_in_the_shop() -> None:
    for article in read_seed().articles:
        assert not list(leaving(article.content.body, ()))
