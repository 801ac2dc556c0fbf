"""Questions that shoppers ask often, by topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.rich_text import Line, RichText, Strict
from kit.errors import Kind, SoukError
from souk_content.domain.blocks import Slug


class FaqContent(Strict):
    topic: Slug
    question: Line
    answer: RichText
    position: Annotated[int, Field(ge=0, le=10_000)] = 100


@dataclass(frozen=True, slots=True)
class Topic:
    slug: str
    title: str
    position: int


@dataclass(frozen=True, slots=True)
class Faq:
    id: UUID
    content: FaqContent
    version: int


class UnknownTopic(SoukError):
    code = "unknown-topic"
    kind = Kind.NOT_FOUND

    def __init__(self, topic: str) -> None:
        super().__init__(f"There is no topic {topic}.", "Make the topic first, or use one of the list.")


class UnknownFaq(SoukError):
    code = "unknown-faq"
    kind = Kind.NOT_FOUND

    def __init__(self, faq_id: UUID) -> None:
        super().__init__(f"There is no question {faq_id}.", "List the questions to see which there are.")


class FaqChanged(SoukError):
    code = "faq-changed"
    kind = Kind.CONFLICT

    def __init__(self, faq_id: UUID) -> None:
        super().__init__(
            f"Somebody else has changed the question {faq_id} meanwhile.",
            "List the questions again and change it with the version that you read.",
        )
