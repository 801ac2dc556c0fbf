from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from content_examples import MORNING, a_banner, a_page, a_question, later, paragraph, rich

from kit.http.tokens import SigningKey
from souk_content.actions import banners, faqs, pages
from souk_content.actions.refreshing import refresh_due
from souk_content.app import wired
from souk_content.domain.banners import BannerChanged, EndsBeforeItStarts, UnknownBanner
from souk_content.domain.faqs import Faq, FaqChanged, FaqContent, Topic, UnknownTopic
from souk_content.domain.pages import (
    DraftChanged,
    LinkElsewhere,
    PublicationIsLive,
    UnknownPage,
    UnknownPublication,
)
from souk_content.settings import Settings
from testkit.clients import settings_for

if TYPE_CHECKING:
    from content_examples import KnownGateway

    from kit.data.database import Database
    from souk_content.actions.deps import Deps
    from testkit.clock import ManualClock

EDITOR = uuid4()


async def title_of(deps: Deps, slug: str = "returns") -> str:
    content, _ = await pages.show_page(deps, slug)
    (first, *_) = content.blocks
    return first.text[0].runs[0].text  # pyright: ignore[reportAttributeAccessIssue]


async def published(deps: Deps, text: str, slug: str = "returns") -> None:
    drafts = {draft.slug: draft for draft in await deps.pages.list_drafts()}
    await pages.save_draft(deps, slug, a_page(text), drafts[slug].version if slug in drafts else 0)
    await pages.publish(deps, slug, None, EDITOR)


async def test_a_draft_is_seen_by_nobody_until_it_is_published(deps: Deps) -> None:
    await pages.save_draft(deps, "returns", a_page("Thirty days."), 0)
    with pytest.raises(UnknownPage):
        await pages.show_page(deps, "returns")

    await pages.publish(deps, "returns", None, EDITOR)
    await pages.save_draft(deps, "returns", a_page("Sixty days."), 1)

    assert await title_of(deps) == "Thirty days."


async def test_a_page_changes_at_the_moment_it_is_scheduled_for(deps: Deps, clock: ManualClock) -> None:
    await published(deps, "Thirty days.")
    await pages.save_draft(deps, "returns", a_page("Sixty days."), 1)
    await pages.publish(deps, "returns", later(hours=1), EDITOR)

    clock.advance(minutes=59)
    before = await title_of(deps)
    clock.advance(minutes=1)

    assert (before, await title_of(deps)) == ("Thirty days.", "Sixty days.")


async def test_what_waits_can_be_called_off_and_what_is_shown_cannot(deps: Deps, clock: ManualClock) -> None:
    await published(deps, "Thirty days.")
    waiting = await pages.publish(deps, "returns", later(hours=1), EDITOR)

    with pytest.raises(PublicationIsLive):
        await pages.call_off(deps, "returns", 1)
    await pages.call_off(deps, "returns", waiting.number)
    with pytest.raises(UnknownPublication):
        await pages.call_off(deps, "returns", waiting.number)

    clock.advance(hours=2)
    assert [each.number for each in await deps.pages.list_publications("returns")] == [1]


async def test_an_old_publication_comes_back_as_a_draft(deps: Deps) -> None:
    await published(deps, "Thirty days.")
    await published(deps, "Sixty days.")

    restored = await pages.restore(deps, "returns", 1)
    await pages.publish(deps, "returns", None, EDITOR)

    assert restored.version == 3
    assert await title_of(deps) == "Thirty days."
    assert [each.made_by for each in await deps.pages.list_publications("returns")] == [EDITOR] * 3


async def test_a_page_that_is_taken_down_is_gone_and_has_nothing_to_restore(deps: Deps) -> None:
    await published(deps, "Thirty days.")

    down = await pages.take_down(deps, "returns", EDITOR)

    with pytest.raises(UnknownPage):
        await pages.show_page(deps, "returns")
    assert await deps.pages.list_live(MORNING) == []
    with pytest.raises(UnknownPublication):
        await pages.restore(deps, "returns", down.number)
    await pages.publish(deps, "returns", None, EDITOR)
    assert await title_of(deps) == "Thirty days."


async def test_of_two_editors_who_save_at_once_one_is_told_to_read_again(deps: Deps) -> None:
    await pages.save_draft(deps, "returns", a_page("Thirty days."), 0)

    said = await asyncio.gather(
        *(pages.save_draft(deps, "returns", a_page(text), 1) for text in ("Forty", "Fifty")), return_exceptions=True
    )

    assert [type(each) for each in said if isinstance(each, Exception)] == [DraftChanged]
    with pytest.raises(DraftChanged):
        await pages.save_draft(deps, "returns", a_page("Mine"), 0)
    with pytest.raises(UnknownPage):
        await pages.save_draft(deps, "unknown", a_page("Mine"), 3)


async def test_publications_made_at_once_have_numbers_of_their_own(deps: Deps) -> None:
    await pages.save_draft(deps, "returns", a_page(), 0)

    made = await asyncio.gather(*(pages.publish(deps, "returns", None, EDITOR) for _ in range(4)))

    assert sorted(each.number for each in made) == [1, 2, 3, 4]


async def test_links_to_sites_that_are_not_named_are_refused_everywhere(deps: Deps) -> None:
    href = "https://elsewhere.example/"
    await faqs.save_topic(deps, Topic("delivery", "Delivery", 1))
    question = FaqContent.model_validate(
        {"topic": "delivery", "question": "Where?", "answer": [paragraph("here", href=href)]}
    )

    with pytest.raises(LinkElsewhere):
        await pages.save_draft(deps, "returns", a_page("See", rich("this", href=href)), 0)
    with pytest.raises(LinkElsewhere):
        await faqs.add_faq(deps, uuid4(), question)


async def test_a_banner_is_shown_from_its_beginning_to_its_end(deps: Deps, clock: ManualClock) -> None:
    sale = await banners.add_banner(deps, a_banner("Sale", starts_at=later(hours=1), ends_at=later(hours=2)))

    seen = []
    for _ in range(3):
        seen.append(await banners.list_shown(deps, "home"))
        clock.advance(hours=1)

    assert seen == [[], [sale], []]
    assert await banners.list_shown(deps, "elsewhere") == []
    with pytest.raises(EndsBeforeItStarts):
        await banners.add_banner(deps, a_banner(ends_at=MORNING))


async def test_a_banner_is_changed_by_who_has_read_it_last(deps: Deps) -> None:
    banner = await banners.add_banner(deps, a_banner())

    changed = await banners.change_banner(deps, replace(banner, slot="listing"))

    assert await banners.list_shown(deps, "listing") == [changed]
    with pytest.raises(BannerChanged):
        await banners.change_banner(deps, banner)
    await banners.remove_banner(deps, banner.id)
    with pytest.raises(UnknownBanner):
        await banners.change_banner(deps, changed)


async def test_a_question_is_found_by_its_words_and_their_beginnings(deps: Deps) -> None:
    await faqs.save_topic(deps, Topic("delivery", "Delivery", 1))
    arrives, returns, charges = [
        (await faqs.add_faq(deps, uuid4(), a_question(*words))).id
        for words in [
            ("When will it arrive?", "The page of the product says the day."),
            ("How do I return something?", "Within thirty days, by the page of your order."),
            ("What does delivery cost?", "It is shown in your bag; returning is free within thirty days."),
        ]
    ]

    async def found(question: str) -> list[object]:
        return [faq.id for faq in await faqs.search(deps, question, 10)]

    assert await found("arrival? ARRIVES") == [arrives]
    assert await found("retu") == [returns, charges]
    assert await found("thirty days order") == [returns, charges, arrives]
    assert await found("unicorns & !|:*'") == []
    assert await found("?!") == []


async def test_a_question_belongs_to_a_topic_and_is_changed_by_who_has_read_it_last(deps: Deps) -> None:
    with pytest.raises(UnknownTopic):
        await faqs.add_faq(deps, uuid4(), a_question())
    await faqs.save_topic(deps, Topic("delivery", "Delivery", 1))
    faq = await faqs.add_faq(deps, uuid4(), a_question())

    changed = await faqs.change_faq(deps, Faq(faq.id, a_question("When does it come?"), faq.version))

    assert (changed.version, list(await deps.faqs.list_faqs())) == (2, [changed])
    with pytest.raises(FaqChanged):
        await faqs.change_faq(deps, faq)
    await faqs.remove_faq(deps, faq.id)
    assert list(await deps.faqs.list_faqs()) == []


PAGE = ["/content-service/api/v1/pages/returns", "/content/returns"]


async def test_a_publication_is_fetched_by_the_gateway_when_its_time_comes_and_once_more(
    deps: Deps, clock: ManualClock, gateway: KnownGateway
) -> None:
    await published(deps, "Thirty days.")
    await pages.publish(deps, "returns", later(hours=1), EDITOR)

    await refresh_due(deps)
    at_once = gateway.fetched.copy()
    clock.advance(seconds=10)
    await refresh_due(deps)
    clock.advance(minutes=58)
    assert await refresh_due(deps) == 0
    clock.advance(minutes=2)
    await refresh_due(deps)

    assert at_once == PAGE
    assert gateway.fetched == PAGE * 3
    assert await refresh_due(deps) == 0


async def test_a_page_is_fetched_anew_in_every_language_of_the_shop(
    deps: Deps, database: Database, gateway: KnownGateway
) -> None:
    settings = settings_for(Settings, "postgresql://nowhere", SigningKey.generate(), {})
    prefixes = wired(settings, database, deps.clock).prefixes
    await published(deps, "Thirty days.")
    await pages.save_draft(deps, "home", a_page("Welcome"), 0)
    await pages.publish(deps, "home", None, EDITOR)

    await refresh_due(replace(deps, prefixes=prefixes))

    assert sorted(set(gateway.fetched) - {PAGE[0]}) == [
        *("/", "/ar", "/ar/content/returns", "/content-service/api/v1/pages/home", "/content/returns"),
        *("/hi", "/hi/content/returns"),
    ]


async def test_the_home_page_and_pages_with_a_slot_or_questions_are_fetched_anew(
    deps: Deps, clock: ManualClock, gateway: KnownGateway
) -> None:
    content = a_page(
        "Welcome", {"type": "banner", "slot": "home"}, {"type": "faq", "title": "Asked", "topic": "delivery"}
    )
    await pages.save_draft(deps, "home", content, 0)
    await pages.publish(deps, "home", None, EDITOR)
    await refresh_due(deps)
    assert gateway.fetched == ["/", "/content-service/api/v1/pages/home"]
    clock.advance(minutes=1)
    await refresh_due(deps)
    gateway.fetched.clear()

    await banners.add_banner(deps, a_banner(starts_at=later(hours=1)))
    await refresh_due(deps)
    await faqs.save_topic(deps, Topic("delivery", "Delivery", 1))
    await refresh_due(deps)

    assert gateway.fetched == [
        "/", "/content-service/api/v1/banners/home",
        "/", "/content-service/api/v1/faqs", "/content/faq",
    ]  # fmt: skip


async def test_what_the_gateway_could_not_be_asked_for_comes_again_later_and_later(
    deps: Deps, clock: ManualClock, gateway: KnownGateway
) -> None:
    await published(deps, "Thirty days.")
    gateway.is_away = True

    tries = 0
    for _ in range(60):
        tries += bool(await refresh_due(deps))
        clock.advance(seconds=1)
    gateway.is_away = False
    clock.advance(minutes=2)
    await refresh_due(deps)

    assert 5 <= tries <= 12
    assert set(gateway.fetched) == set(PAGE)
