"""Tickets, for who asks."""

from __future__ import annotations

from uuid import UUID

from fastapi import Request, Response

from kit.http.auth import Anyone, AnyShopper, Customer, MaybeShopper
from kit.http.etag import NOT_MODIFIED, etagged
from kit.http.idempotency import EffectKey
from kit.http.pages import Cursor, Limit, Page, decode, encode
from kit.http.refusals import refuses
from kit.http.router import ClientAddress, Language, Router
from souk_support.actions import asking, reading
from souk_support.domain.refusals import (
    AttachmentsGone,
    IllegalMove,
    LinkExpired,
    NotSolvedYet,
    OrderNotYours,
    TicketClosed,
    TicketExists,
    TicketNotFound,
    TooManyFiles,
)
from souk_support.routes.deps import LinkToken, SupportDeps, passes_of, reader_of
from souk_support.schemas.tickets import OpenTicket, Rate, TicketSummary, TicketView, WriteMessage

router = Router()


@router.post("/tickets", status_code=201)
@refuses(OrderNotYours, AttachmentsGone, TooManyFiles, TicketExists)
async def open_ticket(
    body: OpenTicket,
    shopper: AnyShopper,
    key: EffectKey,
    address: ClientAddress,
    language: Language,
    deps: SupportDeps,
) -> TicketSummary:
    """A guest gets the link that opens it by mail alone, so that whoever mistypes an address reads nothing there."""
    return TicketSummary.of(await asking.open_ticket(deps, shopper, body.to_question(language), key, address))


@router.get("/tickets")
async def list_tickets(
    customer: Customer, deps: SupportDeps, cursor: Cursor = None, limit: Limit = 20
) -> Page[TicketSummary]:
    """A customer's tickets, newest first."""
    position = decode(cursor, (UUID,))
    tickets = await reading.list_tickets(deps, customer.id, position[0] if position else None, limit + 1)
    more = len(tickets) > limit
    return Page(
        items=[TicketSummary.of(ticket) for ticket in tickets[:limit]],
        next_cursor=encode(tickets[limit - 1].id) if more else None,
    )


@router.get("/tickets/{ticket_id}", response_model=TicketView, responses=NOT_MODIFIED)
@refuses(TicketNotFound, LinkExpired)
async def show_ticket(
    ticket_id: UUID, shopper: MaybeShopper, deps: SupportDeps, request: Request, link_token: LinkToken = None
) -> Response:
    ticket, messages = await reading.show_ticket(deps, ticket_id, reader_of(shopper, link_token))
    view = TicketView.with_messages(ticket, messages, passes_of(deps, deps.clock.now()))
    return etagged(request, view, cache_control="private, no-cache")


@router.post("/tickets/{ticket_id}/messages", status_code=201)
@refuses(TicketNotFound, LinkExpired, TicketClosed, AttachmentsGone, TooManyFiles)
async def write_message(
    ticket_id: UUID,
    body: WriteMessage,
    shopper: MaybeShopper,
    key: EffectKey,
    address: ClientAddress,
    deps: SupportDeps,
    link_token: LinkToken = None,
) -> TicketSummary:
    reader = reader_of(shopper, link_token)
    ticket, _ = await asking.write_again(deps, ticket_id, reader, body.to_reply(), key, address)
    return TicketSummary.of(ticket)


@router.put("/tickets/{ticket_id}/solved")
@refuses(TicketNotFound, LinkExpired, IllegalMove)
async def say_solved(
    ticket_id: UUID, shopper: MaybeShopper, deps: SupportDeps, link_token: LinkToken = None
) -> TicketSummary:
    """By who asked: no answer is needed any more."""
    return TicketSummary.of(await asking.say_solved(deps, ticket_id, reader_of(shopper, link_token)))


@router.put("/tickets/{ticket_id}/satisfaction")
@refuses(TicketNotFound, LinkExpired, NotSolvedYet)
async def rate(
    ticket_id: UUID, body: Rate, shopper: MaybeShopper, deps: SupportDeps, link_token: LinkToken = None
) -> TicketSummary:
    """Another answer takes its place."""
    reader = reader_of(shopper, link_token)
    return TicketSummary.of(await asking.rate(deps, ticket_id, reader, body.to_satisfaction()))


@router.post("/tickets/{ticket_id}/links", status_code=202)
async def send_link(ticket_id: UUID, _: Anyone, address: ClientAddress, deps: SupportDeps) -> None:
    """Has a new link sent to the ticket's address; answers alike where there is no such ticket."""
    await asking.send_link(deps, ticket_id, address)
