"""Who sees which tickets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from souk_support.actions.deps import Deps
from souk_support.domain.messages import Message, MessageKind
from souk_support.domain.refusals import TicketNotFound
from souk_support.domain.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Reader:
    """Who wants to see a ticket: its customer, or whoever holds its link."""

    customer_id: UUID | None
    link_token: str | None
    uploader: str  # as whom they attach files; empty for who cannot


async def get_shown(deps: Deps, ticket_id: UUID, reader: Reader) -> Ticket:
    """For all others there is no such ticket. The link of a customer's ticket opens nothing: they sign in."""
    ticket = await deps.tickets.find(ticket_id)
    if ticket is None:
        raise TicketNotFound(ticket_id)
    customer_id = ticket.asker.customer_id
    if customer_id is not None:
        is_shown = reader.customer_id == customer_id
    else:
        token = reader.link_token
        is_shown = token is not None and deps.links.check_token(ticket_id, token, deps.clock.now())
    if not is_shown:
        raise TicketNotFound(ticket_id)
    return ticket


async def show_ticket(deps: Deps, ticket_id: UUID, reader: Reader) -> tuple[Ticket, Sequence[Message]]:
    """Without the agents' notes."""
    ticket = await get_shown(deps, ticket_id, reader)
    messages = await deps.tickets.list_messages(ticket_id)
    return ticket, [message for message in messages if message.kind is not MessageKind.NOTE]


async def list_tickets(deps: Deps, customer_id: UUID, before: UUID | None, most: int) -> Sequence[Ticket]:
    return await deps.tickets.list_of(customer_id, before, most)
