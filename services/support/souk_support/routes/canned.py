"""Answers that agents have at hand."""

from __future__ import annotations

from uuid import UUID

from kit.http.refusals import refuses
from kit.http.router import Router
from kit.ids import uuid7
from souk_support.actions import canned
from souk_support.domain.canned import CannedAnswer
from souk_support.domain.refusals import CannedAnswerChanged, UnknownCannedAnswer
from souk_support.routes.deps import Agent, SupportDeps
from souk_support.schemas.desk import CannedAnswers, CannedBody, CannedView, ChangeCanned

router = Router()


@router.get("/desk/canned-answers")
async def list_canned(_: Agent, deps: SupportDeps) -> CannedAnswers:
    return CannedAnswers(items=[CannedView.of(answer) for answer in await deps.canned.list_canned()])


@router.post("/desk/canned-answers", status_code=201)
@refuses(CannedAnswerChanged)
async def add_canned(body: CannedBody, _: Agent, deps: SupportDeps) -> CannedView:
    answer = CannedAnswer(uuid7(), body.title, body.text, 1)
    await canned.add(deps, answer)
    return CannedView.of(answer)


@router.put("/desk/canned-answers/{answer_id}")
@refuses(CannedAnswerChanged, UnknownCannedAnswer)
async def change_canned(answer_id: UUID, body: ChangeCanned, _: Agent, deps: SupportDeps) -> CannedView:
    """`version` is the one that was read."""
    await canned.change(deps, CannedAnswer(answer_id, body.title, body.text, body.version))
    return CannedView(id=answer_id, title=body.title, text=body.text, version=body.version + 1)


@router.delete("/desk/canned-answers/{answer_id}", status_code=204)
@refuses(UnknownCannedAnswer)
async def remove_canned(answer_id: UUID, _: Agent, deps: SupportDeps) -> None:
    await canned.remove(deps, answer_id)
