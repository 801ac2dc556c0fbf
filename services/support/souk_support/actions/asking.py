"""Somebody asks the shop, writes again, says that it is solved and how it went."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kit.data.idempotency import IdempotencyKeyReused
from kit.http.auth import Shopper
from kit.ids import random_code, uuid7
from souk_support.actions.deps import Deps
from souk_support.actions.reading import Reader, get_shown
from souk_support.domain import letters
from souk_support.domain.messages import Message, MessageKind
from souk_support.domain.refusals import TicketExists
from souk_support.domain.states import SETTLED, State
from souk_support.domain.tickets import Asker, LinkedOrder, Satisfaction, Ticket, TicketTag, opened

HOUR_S = 3600.0
DAY_S = 24 * HOUR_S
TICKETS_OF_SHOPPER, TICKETS_OF_ADDRESS = 6, 30  # an hour
# Whoever types somebody's address makes us write to it.
TICKETS_FOR_EMAIL, TICKETS_FOR_EMAIL_IN_A_DAY = 6, 20
MESSAGES_IN_TICKET, MESSAGES_OF_ADDRESS = 20, 100  # an hour
LINKS_OF_TICKET, LINKS_OF_ADDRESS = 3, 10  # an hour


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks for the first time."""

    name: str
    email: str
    subject: str
    text: str
    order_id: UUID | None = None
    order_token: str | None = None
    attachments: tuple[UUID, ...] = ()
    language: str | None = None  # of the page that they ask on


async def open_ticket(deps: Deps, shopper: Shopper, question: Question, key: str, address: str) -> Ticket:
    """The same request again is the ticket that there is already."""
    request_key = f"{shopper.key}/{key}"
    if earlier := await _earlier(deps, question, request_key):
        return earlier
    await _check_flood(deps, shopper, question, address)
    order = None
    if question.order_id:
        order = await deps.orders.find(question.order_id, shopper, question.order_token)
    try:
        return await _keep(deps, shopper, question, order, request_key)
    except TicketExists:
        earlier = await _earlier(deps, question, request_key)
        if earlier is None:
            raise
        return earlier


async def _earlier(deps: Deps, question: Question, request_key: str) -> Ticket | None:
    earlier = await deps.tickets.find_by_request(request_key)
    if earlier is None:
        return None
    asked = await deps.tickets.find_message(earlier.id, request_key)
    same = (question.subject, question.name, question.email, question.text, question.order_id)
    asker, order = earlier.asker, earlier.order
    if (earlier.subject, asker.name, asker.email, asked and asked.text, order and order.id) != same:
        raise IdempotencyKeyReused
    return earlier


async def _check_flood(deps: Deps, shopper: Shopper, question: Question, address: str) -> None:
    email = question.email.casefold()
    await deps.limits.hit("tickets-of-shopper", shopper.key, most=TICKETS_OF_SHOPPER, per_s=HOUR_S)
    await deps.limits.hit("tickets-of-address", address, most=TICKETS_OF_ADDRESS, per_s=HOUR_S)
    if shopper.customer_id:
        return  # whoever fills a mailbox's allowance keeps nobody with an account from asking
    await deps.limits.hit("tickets-for-email", email, most=TICKETS_FOR_EMAIL, per_s=HOUR_S)
    await deps.limits.hit("tickets-for-email-in-a-day", email, most=TICKETS_FOR_EMAIL_IN_A_DAY, per_s=DAY_S)


async def _keep(
    deps: Deps, shopper: Shopper, question: Question, order: LinkedOrder | None, request_key: str
) -> Ticket:
    now = deps.clock.now()
    tag = TicketTag(uuid7(), f"HT-{random_code(4)}-{random_code(4)}", request_key)
    asker = Asker(question.name, question.email, shopper.customer_id, question.language)
    ticket = opened(tag, asker, question.subject, order, deps.targets, now)
    message = Message(uuid7(), ticket.id, MessageKind.QUESTION, question.text, now, None, request_key)
    async with deps.tickets.transaction() as tickets:
        await tickets.add(ticket)
        await tickets.add_message(message)
        await tickets.attach(question.attachments, shopper.key, message)
        await tickets.post(letters.received(ticket, deps.links.token(ticket.id, now)))
    return ticket


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    attachments: tuple[UUID, ...] = ()


async def write_again(
    deps: Deps, ticket_id: UUID, reader: Reader, reply: Reply, key: str, address: str
) -> tuple[Ticket, Message]:
    shown = await get_shown(deps, ticket_id, reader)
    request_key = f"asker/{key}"
    if await deps.tickets.find_message(ticket_id, request_key) is None:
        await deps.limits.hit("messages-in-ticket", str(ticket_id), most=MESSAGES_IN_TICKET, per_s=HOUR_S)
        await deps.limits.hit("messages-of-address", address, most=MESSAGES_OF_ADDRESS, per_s=HOUR_S)
    now = deps.clock.now()
    message = Message(uuid7(), shown.id, MessageKind.QUESTION, reply.text, now, None, request_key)
    async with deps.tickets.transaction() as tickets:
        ticket = await tickets.get_to_change(ticket_id)
        if earlier := await tickets.find_message(ticket_id, request_key):
            return ticket, said_before(earlier, message)
        moved = ticket.asked_more(deps.targets, now)
        await tickets.add_message(message)
        await tickets.attach(reply.attachments, reader.uploader, message)
        await tickets.save(moved)
    return moved, message


def said_before(earlier: Message, message: Message) -> Message:
    """What this key said; refused when it said something else."""
    if (earlier.kind, earlier.text) != (message.kind, message.text):
        raise IdempotencyKeyReused
    return earlier


async def say_solved(deps: Deps, ticket_id: UUID, reader: Reader) -> Ticket:
    """By who asked; said twice is said once."""
    await get_shown(deps, ticket_id, reader)
    async with deps.tickets.transaction() as tickets:
        ticket = await tickets.get_to_change(ticket_id)
        if ticket.state in SETTLED:
            return ticket
        solved = ticket.moved(State.SOLVED, deps.targets, deps.clock.now())
        await tickets.save(solved)
    return solved


async def rate(deps: Deps, ticket_id: UUID, reader: Reader, satisfaction: Satisfaction) -> Ticket:
    await get_shown(deps, ticket_id, reader)
    async with deps.tickets.transaction() as tickets:
        ticket = (await tickets.get_to_change(ticket_id)).rated(satisfaction, deps.clock.now())
        await tickets.save(ticket)
    return ticket


async def send_link(deps: Deps, ticket_id: UUID, address: str) -> None:
    """To the address of the ticket, whoever asks for it; nobody learns here whether there is such a ticket."""
    await deps.limits.hit("links-of-address", address, most=LINKS_OF_ADDRESS, per_s=HOUR_S)
    await deps.limits.hit("links-of-ticket", str(ticket_id), most=LINKS_OF_TICKET, per_s=HOUR_S)
    ticket = await deps.tickets.find(ticket_id)
    if ticket is None:
        return
    async with deps.tickets.transaction() as tickets:
        await tickets.post(letters.new_link(ticket, deps.links.token(ticket.id, deps.clock.now())))
