from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from contracts.rich_text import Line, RichText
from souk_content.domain.faqs import Faq, FaqContent, Topic
from souk_content.schemas.versions import Version


class FaqView(BaseModel):
    id: UUID
    topic: str
    question: str
    answer: RichText

    @staticmethod
    def of(faq: Faq) -> FaqView:
        return FaqView(id=faq.id, topic=faq.content.topic, question=faq.content.question, answer=faq.content.answer)


class FaqTopicView(BaseModel):
    slug: str
    title: str
    items: list[FaqView]


class Faqs(BaseModel):
    topics: list[FaqTopicView]

    @staticmethod
    def of(topics: Sequence[Topic], faqs: Sequence[Faq]) -> Faqs:
        """Without topics that have no question."""
        views = [FaqView.of(faq) for faq in faqs]
        grouped = [
            FaqTopicView(slug=topic.slug, title=topic.title, items=[view for view in views if view.topic == topic.slug])
            for topic in topics
        ]
        return Faqs(topics=[topic for topic in grouped if topic.items])


class FoundFaqs(BaseModel):
    items: list[FaqView]


class ChangeFaq(BaseModel):
    version: Version
    content: FaqContent


class EditedFaq(BaseModel):
    id: UUID
    version: int
    content: FaqContent

    @staticmethod
    def of(faq: Faq) -> EditedFaq:
        return EditedFaq(id=faq.id, version=faq.version, content=faq.content)


class EditedFaqs(BaseModel):
    items: list[EditedFaq]


class TopicBody(BaseModel):
    title: Line
    position: Annotated[int, Field(ge=0, le=10_000)] = 100
