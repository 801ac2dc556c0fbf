"""What agents do: answer, note, hand over, settle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kit.ids import uuid7
from souk_support.actions.asking import said_before
from souk_support.actions.deps import Deps
from souk_support.domain import letters
from souk_support.domain.messages import Message, MessageKind
from souk_support.domain.refusals import TicketNotFound
from souk_support.domain.states import State
from souk_support.domain.targets import Priority
from souk_support.domain.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Answer:
    """`version` is the one that was read: who answers has seen all that was said before."""

    text: str
    then: State
    version: int
    attachments: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Handling:
    priority: Priority
    tags: tuple[str, ...]
    assignee_id: UUID | None
    version: int


async def show(deps: Deps, ticket_id: UUID) -> tuple[Ticket, Sequence[Message]]:
    """With the notes."""
    ticket = await deps.tickets.find(ticket_id)
    if ticket is None:
        raise TicketNotFound(ticket_id)
    return ticket, await deps.tickets.list_messages(ticket_id)


async def answer(deps: Deps, ticket_id: UUID, agent_id: UUID, uploader: str, said: Answer, key: str) -> Ticket:
    now = deps.clock.now()
    request_key = f"agent:{agent_id}/{key}"
    message = Message(uuid7(), ticket_id, MessageKind.ANSWER, said.text, now, agent_id, request_key)
    async with deps.tickets.transaction() as tickets:
        ticket = await tickets.get_to_change(ticket_id)
        if earlier := await tickets.find_message(ticket_id, request_key):
            said_before(earlier, message)
            return ticket
        ticket.check_read(said.version)
        answered = ticket.answered(said.then, deps.targets, now)
        await tickets.add_message(message)
        await tickets.attach(said.attachments, uploader, message)
        await tickets.save(answered)
        await tickets.post(letters.answered(answered, message, deps.links.token(ticket_id, now)))
    return answered


async def note(deps: Deps, ticket_id: UUID, agent_id: UUID, text: str, key: str) -> Ticket:
    """Changes nothing else: two notes at once are two notes."""
    request_key = f"agent:{agent_id}/{key}"
    message = Message(uuid7(), ticket_id, MessageKind.NOTE, text, deps.clock.now(), agent_id, request_key)
    async with deps.tickets.transaction() as tickets:
        ticket = await tickets.get_to_change(ticket_id)
        if earlier := await tickets.find_message(ticket_id, request_key):
            said_before(earlier, message)
        else:
            await tickets.add_message(message)
    return ticket


async def handle(deps: Deps, ticket_id: UUID, handling: Handling) -> Ticket:
    """Priority, tags and whose it is."""
    async with deps.tickets.transaction() as tickets:
        ticket = await tickets.get_to_change(ticket_id)
        ticket.check_read(handling.version)
        handled = ticket.handled(handling.priority, handling.tags, handling.assignee_id, deps.targets, deps.clock.now())
        await tickets.save(handled)
    return handled


async def move(deps: Deps, ticket_id: UUID, to: State, version: int) -> Ticket:
    """Without a word; who asked hears of it where it is solved."""
    now = deps.clock.now()
    async with deps.tickets.transaction() as tickets:
        ticket = await tickets.get_to_change(ticket_id)
        ticket.check_read(version)
        moved = ticket.moved(to, deps.targets, now)
        await tickets.save(moved)
        if to is State.SOLVED:
            await tickets.post(letters.solved(moved, deps.links.token(ticket_id, now)))
    return moved
