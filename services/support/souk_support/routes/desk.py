"""The agents' desk."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from kit.http.idempotency import EffectKey
from kit.http.pages import Cursor, Limit, Moment, Page, decode, encode
from kit.http.refusals import refuses
from kit.http.router import Router
from souk_support.actions import answering
from souk_support.domain.queue import Wanted
from souk_support.domain.refusals import (
    AttachmentsGone,
    IllegalMove,
    TicketChanged,
    TicketClosed,
    TicketNotFound,
    TooManyFiles,
)
from souk_support.domain.states import THE_SHOPS_TURN, State
from souk_support.domain.targets import Priority
from souk_support.domain.tickets import Ticket
from souk_support.routes.deps import PRIVATE, Agent, SupportDeps, passes_of
from souk_support.schemas.desk import (
    DeskConversation,
    DeskTicket,
    FiguresView,
    Handle,
    Move,
    WriteAnswer,
    WriteNote,
)
from souk_support.schemas.words import Tag

router = Router()
States = Annotated[tuple[State, ...], Query(max_length=5)]


@router.get("/desk/tickets")
async def list_queue(
    _: Agent,
    deps: SupportDeps,
    state: States = (),
    assignee: UUID | None = None,
    unassigned: bool = False,
    late: bool = False,
    priority: Priority | None = None,
    tag: Annotated[Tag | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[DeskTicket]:
    """What waits for the shop, by the target that comes next; `state` asks for others."""
    now = deps.clock.now()
    states = state or tuple(THE_SHOPS_TURN)
    wanted = Wanted(states, assignee, unassigned, priority, tag, now if late else None)
    tickets = await deps.tickets.list_queue(wanted, _after(cursor), limit + 1)
    last = tickets[limit - 1] if len(tickets) > limit else None
    items = [DeskTicket.seen(ticket, now) for ticket in tickets[:limit]]
    return Page(items=items, next_cursor=encode(last.queue_at.isoformat(), last.id) if last else None)


def _after(cursor: str | None) -> tuple[datetime, UUID] | None:
    position = decode(cursor, (Moment, UUID))
    return (position[0], position[1]) if position else None


@router.get("/desk/figures")
async def show_figures(_: Agent, deps: SupportDeps) -> FiguresView:
    return FiguresView.model_validate(await deps.tickets.figures(deps.clock.now()))


@router.get("/desk/tickets/{ticket_id}")
@refuses(TicketNotFound)
async def show_conversation(ticket_id: UUID, _: Agent, deps: SupportDeps, response: Response) -> DeskConversation:
    """With the notes."""
    ticket, messages = await answering.show(deps, ticket_id)
    response.headers["cache-control"] = PRIVATE
    now = deps.clock.now()
    return DeskConversation.of(ticket, messages, passes_of(deps, now), now)


@router.post("/desk/tickets/{ticket_id}/answers", status_code=201)
@refuses(TicketNotFound, TicketChanged, TicketClosed, IllegalMove, AttachmentsGone, TooManyFiles)
async def write_answer(
    ticket_id: UUID, body: WriteAnswer, agent: Agent, key: EffectKey, deps: SupportDeps
) -> DeskTicket:
    """Who asked is written a mail with it."""
    return _seen(deps, await answering.answer(deps, ticket_id, agent.id, agent.key, body.to_answer(), key))


@router.post("/desk/tickets/{ticket_id}/notes", status_code=201)
@refuses(TicketNotFound)
async def write_note(ticket_id: UUID, body: WriteNote, agent: Agent, key: EffectKey, deps: SupportDeps) -> DeskTicket:
    """For agents alone."""
    return _seen(deps, await answering.note(deps, ticket_id, agent.id, body.text, key))


@router.put("/desk/tickets/{ticket_id}/handling")
@refuses(TicketNotFound, TicketChanged)
async def handle(ticket_id: UUID, body: Handle, _: Agent, deps: SupportDeps) -> DeskTicket:
    return _seen(deps, await answering.handle(deps, ticket_id, body.to_handling()))


@router.post("/desk/tickets/{ticket_id}/moves")
@refuses(TicketNotFound, TicketChanged, IllegalMove)
async def move(ticket_id: UUID, body: Move, _: Agent, deps: SupportDeps) -> DeskTicket:
    return _seen(deps, await answering.move(deps, ticket_id, State(body.to), body.version))


def _seen(deps: SupportDeps, ticket: Ticket) -> DeskTicket:
    return DeskTicket.seen(ticket, deps.clock.now())
