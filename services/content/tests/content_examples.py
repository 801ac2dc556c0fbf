"""Pages, banners and questions that several tests speak of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from souk_content.domain.banners import Audience, Banner, BannerContent
from souk_content.domain.faqs import FaqContent
from souk_content.domain.pages import PageContent

MORNING = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
SITES = frozenset({"en.wikipedia.org"})


def paragraph(text: str, **marks: Any) -> dict[str, Any]:
    return {"kind": "paragraph", "runs": [{"text": text, **marks}]}


def rich(text: str, **marks: Any) -> dict[str, Any]:
    return {"type": "rich_text", "text": [paragraph(text, **marks)]}


def a_page(text: str = "Thirty days.", *more: dict[str, Any]) -> PageContent:
    return PageContent.model_validate(
        {"title": "Returns", "description": "How to send things back.", "blocks": [rich(text), *more]}
    )


def a_banner(
    title: str = "Free delivery today",
    audience: Audience = "everyone",
    starts_at: datetime = MORNING,
    ends_at: datetime | None = None,
    position: int = 100,
    slot: str = "home",
) -> Banner:
    return Banner(uuid4(), slot, BannerContent(title=title), audience, position, starts_at, ends_at, 1)


def a_question(question: str = "When will it arrive?", answer: str = "On the day we said.") -> FaqContent:
    return FaqContent.model_validate({"topic": "delivery", "question": question, "answer": [paragraph(answer)]})


def later(**by: float) -> datetime:
    return MORNING + timedelta(**by)


class KnownGateway:
    """A gateway that notes what it was made to fetch; `is_away` while it cannot be asked."""

    def __init__(self) -> None:
        self.fetched: list[str] = []
        self.is_away = False

    async def refresh(self, addresses: Collection[str]) -> Collection[str]:
        if self.is_away:
            return addresses
        self.fetched += sorted(addresses)
        return ()
