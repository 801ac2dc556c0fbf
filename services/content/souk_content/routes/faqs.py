"""What editors do with questions and answers."""

from __future__ import annotations

from uuid import UUID

from kit.http.refusals import refuses
from kit.http.router import Router
from kit.ids import uuid7
from souk_content.actions import faqs
from souk_content.domain.faqs import Faq, FaqChanged, FaqContent, Topic, UnknownFaq, UnknownTopic
from souk_content.domain.pages import LinkElsewhere
from souk_content.routes.deps import ContentDeps, Editor, SlugInPath
from souk_content.schemas.faqs import ChangeFaq, EditedFaq, EditedFaqs, TopicBody

router = Router()


@router.put("/editor/faq-topics/{slug}", status_code=204)
async def save_topic(slug: SlugInPath, body: TopicBody, _: Editor, deps: ContentDeps) -> None:
    await faqs.save_topic(deps, Topic(slug, body.title, body.position))


@router.get("/editor/faqs")
async def list_edited_faqs(_: Editor, deps: ContentDeps) -> EditedFaqs:
    return EditedFaqs(items=[EditedFaq.of(faq) for faq in await deps.faqs.list_faqs()])


@router.post("/editor/faqs", status_code=201)
@refuses(UnknownTopic, LinkElsewhere)
async def add_faq(body: FaqContent, _: Editor, deps: ContentDeps) -> EditedFaq:
    return EditedFaq.of(await faqs.add_faq(deps, uuid7(), body))


@router.put("/editor/faqs/{faq_id}")
@refuses(UnknownTopic, UnknownFaq, FaqChanged, LinkElsewhere)
async def change_faq(faq_id: UUID, body: ChangeFaq, _: Editor, deps: ContentDeps) -> EditedFaq:
    return EditedFaq.of(await faqs.change_faq(deps, Faq(faq_id, body.content, body.version)))


@router.delete("/editor/faqs/{faq_id}", status_code=204)
@refuses(UnknownFaq)
async def remove_faq(faq_id: UUID, _: Editor, deps: ContentDeps) -> None:
    await faqs.remove_faq(deps, faq_id)
