"""What editors do with questions and answers, and how shoppers find them."""

from __future__ import annotations

import re
from uuid import UUID

from contracts.rich_text import leaving
from kit.audit import concerns
from souk_content.actions.deps import Deps
from souk_content.domain import addresses
from souk_content.domain.faqs import Faq, FaqContent, Topic
from souk_content.domain.pages import LinkElsewhere
from souk_content.ports import FaqStore

MOST_WORDS = 12


async def search(deps: Deps, question: str, most: int) -> list[Faq]:
    words = list(dict.fromkeys(re.findall(r"\w+", question.casefold())))[:MOST_WORDS]
    return list(await deps.faqs.list_matching(words, most))


async def save_topic(deps: Deps, topic: Topic) -> None:
    async with deps.faqs.transaction() as faqs:
        await faqs.save_topic(topic)
        await refresh_faqs(deps, faqs)


async def add_faq(deps: Deps, faq_id: UUID, content: FaqContent) -> Faq:
    _check(deps, content)
    async with deps.faqs.transaction() as faqs:
        await faqs.add_faq(faq_id, content)
        concerns(faq_id=faq_id)
        await refresh_faqs(deps, faqs)
    return Faq(faq_id, content, 1)


async def change_faq(deps: Deps, faq: Faq) -> Faq:
    """`version` of the given question is the one that was read."""
    _check(deps, faq.content)
    async with deps.faqs.transaction() as faqs:
        await faqs.save_faq(faq.id, faq.content, faq.version)
        await refresh_faqs(deps, faqs)
    return Faq(faq.id, faq.content, faq.version + 1)


async def remove_faq(deps: Deps, faq_id: UUID) -> None:
    async with deps.faqs.transaction() as faqs:
        await faqs.get_faq(faq_id)
        await faqs.remove_faq(faq_id)
        await refresh_faqs(deps, faqs)


def _check(deps: Deps, content: FaqContent) -> None:
    if elsewhere := list(leaving(content.answer, deps.linked_sites)):
        raise LinkElsewhere(elsewhere)


async def refresh_faqs(deps: Deps, faqs: FaqStore) -> None:
    pages = await faqs.list_pages_showing_faqs()
    await faqs.add_refreshes(addresses.of_faqs(pages), addresses.twice(deps.clock.now()))
