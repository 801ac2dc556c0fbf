from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from support_examples import A_PDF, AGENT, ALICE, HERE, QUESTION, a_customer, a_guest, about, reader

from kit.data.idempotency import IdempotencyKeyReused
from kit.http.limits import TooMany
from souk_support.actions import answering, asking, attaching, keeping, reading
from souk_support.actions.answering import Answer, Handling
from souk_support.actions.asking import Reply
from souk_support.domain.messages import MessageKind
from souk_support.domain.queue import Wanted
from souk_support.domain.refusals import (
    AttachmentNotFound,
    AttachmentsGone,
    LinkExpired,
    OrderNotYours,
    TicketChanged,
    TicketClosed,
    TicketNotFound,
)
from souk_support.domain.states import State
from souk_support.domain.targets import Priority
from souk_support.domain.tickets import Satisfaction

if TYPE_CHECKING:
    from support_examples import KnownOrders

    from kit.data.database import Database
    from kit.http.auth import Shopper
    from souk_support.actions.deps import Deps
    from souk_support.domain.tickets import Ticket
    from testkit.clock import ManualClock

QUEUE = Wanted((State.OPEN, State.REOPENED))


async def asked(deps: Deps, shopper: Shopper | None = None, key: str = "a key") -> Ticket:
    return await asking.open_ticket(deps, shopper or a_guest(), QUESTION, key, HERE)


async def answered(deps: Deps, ticket: Ticket, then: State = State.WAITING, text: str = "On Tuesday.") -> Ticket:
    now = await deps.tickets.find(ticket.id)
    assert now
    return await answering.answer(deps, ticket.id, AGENT, "admin", Answer(text, then, now.version), str(uuid4()))


async def told(database: Database) -> list[str]:
    async with database.acquire() as connection:
        return [row["kind"] for row in await connection.fetch("select kind from kit_mails order by id, kind")]


async def test_a_guests_ticket_is_read_by_its_link_alone_and_for_a_while(deps: Deps, clock: ManualClock) -> None:
    guest = a_guest()
    ticket = await asked(deps, guest)
    token = deps.links.token(ticket.id, clock.now())

    shown, messages = await reading.show_ticket(deps, ticket.id, reader(a_guest(), token))

    assert (shown, [message.text for message in messages]) == (ticket, [QUESTION.text])
    for stranger in (reader(guest), reader(guest, f"{token}x"), reader(a_customer())):
        with pytest.raises(TicketNotFound):
            await reading.show_ticket(deps, ticket.id, stranger)
    clock.advance(days=30)
    with pytest.raises(LinkExpired):
        await reading.show_ticket(deps, ticket.id, reader(guest, token))


async def test_a_customers_ticket_is_read_by_that_customer_and_by_no_link(deps: Deps, clock: ManualClock) -> None:
    ticket = await asked(deps, a_customer())
    token = deps.links.token(ticket.id, clock.now())

    assert (await reading.show_ticket(deps, ticket.id, reader(a_customer())))[0] == ticket
    assert [each.id for each in await reading.list_tickets(deps, ALICE, None, 10)] == [ticket.id]
    for stranger in (reader(a_customer(uuid4())), reader(a_guest(), token)):
        with pytest.raises(TicketNotFound):
            await reading.show_ticket(deps, ticket.id, stranger)


async def test_an_order_is_linked_by_its_customer_or_its_link_and_by_no_stranger(
    deps: Deps, orders: KnownOrders
) -> None:
    alices, by_link = uuid4(), uuid4()
    orders.shown_to = {alices: ALICE, by_link: "the order's link"}

    first = await asking.open_ticket(deps, a_customer(), about(alices), "key 1", HERE)
    second = await asking.open_ticket(deps, a_guest(), about(by_link, "the order's link"), "key 2", HERE)

    assert first.order
    assert second.order
    assert (first.order.id, second.order.number) == (alices, "SK-7F3K-9QLM")
    for shopper, order_id, token in [
        (a_guest(), alices, None),
        (a_customer(uuid4()), by_link, "another"),
        (a_guest(), uuid4(), "x"),
    ]:
        with pytest.raises(OrderNotYours):
            await asking.open_ticket(deps, shopper, about(order_id, token), "key 3", HERE)


async def test_a_note_is_never_shown_to_who_asked(deps: Deps) -> None:
    ticket = await asked(deps, a_customer())

    await answering.note(deps, ticket.id, AGENT, "Asks the third time; be kind.", "a key")
    await answered(deps, ticket)

    _, shown = await reading.show_ticket(deps, ticket.id, reader(a_customer()))
    _, on_the_desk = await answering.show(deps, ticket.id)
    assert [message.kind for message in shown] == [MessageKind.QUESTION, MessageKind.ANSWER]
    assert [message.kind for message in on_the_desk][1] is MessageKind.NOTE


async def test_who_asked_is_told_that_we_have_it_and_each_answer_once(deps: Deps, database: Database) -> None:
    guest = a_guest()
    ticket = await asked(deps, guest)
    await asked(deps, guest)
    said = Answer("On Tuesday.", State.WAITING, 1)

    await answering.answer(deps, ticket.id, AGENT, "admin", said, "one key")
    again = await answering.answer(deps, ticket.id, AGENT, "admin", said, "one key")
    await answering.note(deps, ticket.id, AGENT, "Nothing that anybody else hears of.", "a key")
    await answering.move(deps, ticket.id, State.SOLVED, again.version)

    assert sorted(await told(database)) == ["ticket-answered", "ticket-received", "ticket-solved"]
    assert len(await deps.tickets.list_messages(ticket.id)) == 3


async def test_one_key_is_one_ticket_and_one_message_and_says_nothing_else(deps: Deps) -> None:
    guest = a_guest()
    ticket = await asked(deps, guest)
    by_link = reader(guest, deps.links.token(ticket.id, deps.clock.now()))
    other = replace(QUESTION, text="Another question.")

    assert (await asked(deps, guest)).id == ticket.id
    with pytest.raises(IdempotencyKeyReused):
        await asking.open_ticket(deps, guest, other, "a key", HERE)
    assert (await asked(deps, a_guest())).id != ticket.id
    _, first = await asking.write_again(deps, ticket.id, by_link, Reply("And my mug?"), "key", HERE)
    _, again = await asking.write_again(deps, ticket.id, by_link, Reply("And my mug?"), "key", HERE)
    assert first.id == again.id
    with pytest.raises(IdempotencyKeyReused):
        await asking.write_again(deps, ticket.id, by_link, Reply("And my hat?"), "key", HERE)


async def test_the_turn_goes_to_and_fro_until_it_is_solved_rated_and_closed(deps: Deps, clock: ManualClock) -> None:
    ticket, alice = await asked(deps, a_customer()), reader(a_customer())

    states = [(await answered(deps, ticket)).state]
    states += [(await asking.write_again(deps, ticket.id, alice, Reply("It did not come."), "key 1", HERE))[0].state]
    states += [(await answered(deps, ticket, State.SOLVED)).state]
    states += [(await asking.write_again(deps, ticket.id, alice, Reply("Not at all."), "key 2", HERE))[0].state]
    states += [(await asking.say_solved(deps, ticket.id, alice)).state]
    rated = await asking.rate(deps, ticket.id, alice, Satisfaction(True, "Kind."))
    clock.advance(days=8)
    closed = await keeping.close_solved(deps)

    assert states == [State.WAITING, State.OPEN, State.SOLVED, State.REOPENED, State.SOLVED]
    assert rated.satisfaction == Satisfaction(True, "Kind.")
    assert (closed, await keeping.close_solved(deps)) == (1, 0)
    with pytest.raises(TicketClosed):
        await asking.write_again(deps, ticket.id, alice, Reply("Once more."), "key 3", HERE)
    assert (await asking.say_solved(deps, ticket.id, alice)).state is State.CLOSED


async def test_the_queue_shows_the_next_target_first_and_what_is_late(deps: Deps, clock: ManualClock) -> None:
    first, second, third = [await asked(deps, key=f"key {at}") for at in range(3)]
    await answering.handle(deps, third.id, Handling(Priority.URGENT, ("lamp",), AGENT, 1))
    await answered(deps, first)

    clock.advance(hours=2)
    now = clock.now()

    async def queue(wanted: Wanted) -> list[object]:
        return [ticket.id for ticket in await deps.tickets.list_queue(wanted, None, 10)]

    assert await queue(QUEUE) == [third.id, second.id]
    assert await queue(replace(QUEUE, late_at=now)) == [third.id]
    assert await queue(replace(QUEUE, is_unassigned=True)) == [second.id]
    assert await queue(replace(QUEUE, assignee_id=AGENT, tag="lamp", priority=Priority.URGENT)) == [third.id]
    assert await queue(Wanted((State.WAITING,))) == [first.id]
    figures = await deps.tickets.figures(now)
    assert (figures.open, figures.waiting, figures.late) == (2, 1, 1)


async def test_an_agent_who_has_not_read_the_last_word_is_told_so(deps: Deps) -> None:
    ticket = await asked(deps, a_customer())
    await asking.write_again(deps, ticket.id, reader(a_customer()), Reply("It has come!"), "key", HERE)

    with pytest.raises(TicketChanged):
        await answering.answer(deps, ticket.id, AGENT, "admin", Answer("It is lost.", State.WAITING, 1), "key")
    with pytest.raises(TicketChanged):
        await answering.handle(deps, ticket.id, Handling(Priority.LOW, (), None, 1))
    with pytest.raises(TicketChanged):
        await answering.move(deps, ticket.id, State.CLOSED, 1)


async def test_a_file_goes_into_one_message_of_who_uploaded_it_and_is_given_with_its_pass(deps: Deps) -> None:
    guest, other = a_guest(), a_guest()
    file = await attaching.take(deps, "receipt.pdf", A_PDF, guest.key, HERE)
    with_file = replace(QUESTION, attachments=(file.id,))

    with pytest.raises(AttachmentsGone):
        await asking.open_ticket(deps, other, with_file, "key 1", HERE)
    with pytest.raises(AttachmentNotFound):
        await attaching.give(deps, file.id, deps.links.file_pass(file.id, deps.clock.now()))
    ticket = await asking.open_ticket(deps, guest, with_file, "key 2", HERE)
    with pytest.raises(AttachmentsGone):
        await asking.open_ticket(deps, guest, with_file, "key 3", HERE)

    assert await deps.tickets.find_by_request(f"{other.key}/key 1") is None
    (message,) = await deps.tickets.list_messages(ticket.id)
    assert [each.name for each in message.attachments] == ["receipt.pdf"]
    given, data = await attaching.give(deps, file.id, deps.links.file_pass(file.id, deps.clock.now()))
    assert (given.type, data) == ("application/pdf", A_PDF)
    with pytest.raises(AttachmentNotFound):
        await attaching.give(deps, file.id, deps.links.file_pass(uuid4(), deps.clock.now()))


async def test_a_new_link_is_sent_to_the_tickets_address_and_nobody_learns_whether_there_is_one(
    deps: Deps, database: Database
) -> None:
    ticket = await asked(deps)

    for _ in range(3):
        await asking.send_link(deps, ticket.id, HERE)
    with pytest.raises(TooMany):
        await asking.send_link(deps, ticket.id, HERE)
    await asking.send_link(deps, uuid4(), HERE)

    assert sorted(await told(database)) == ["ticket-link"] * 3 + ["ticket-received"]


async def test_floods_are_stopped_by_person_by_address_and_by_mailbox(deps: Deps) -> None:
    guest = a_guest()
    for at in range(6):
        await asked(deps, guest, f"key {at}")

    with pytest.raises(TooMany):
        await asked(deps, guest, "one more")
    with pytest.raises(TooMany):
        await asked(deps, a_guest(), "to the same mailbox")
    assert (await asked(deps, guest, "key 0")).number
    elsewhere = replace(QUESTION, email="ravi@example.com")
    assert await asked(deps, a_customer())
    assert await asking.open_ticket(deps, a_guest(), elsewhere, "key", HERE)


async def test_what_is_old_goes_with_all_that_was_said_and_attached(
    deps: Deps, database: Database, clock: ManualClock
) -> None:
    guest = a_guest()
    file = await attaching.take(deps, "receipt.pdf", A_PDF, guest.key, HERE)
    ticket = await asking.open_ticket(deps, guest, replace(QUESTION, attachments=(file.id,)), "key", HERE)
    await attaching.take(deps, "never-sent.pdf", A_PDF, guest.key, HERE)
    await answering.move(deps, ticket.id, State.CLOSED, 1)
    kept = await asked(deps, key="another key")

    clock.advance(days=2)
    await keeping.remove_old(deps)
    async with database.acquire() as connection:
        files = await connection.fetchval("select count(*) from attachments")
    clock.advance(days=730)
    await keeping.remove_old(deps)

    async with database.acquire() as connection:
        left = [
            await connection.fetchval(f"select count(*) from {table}")
            for table in ("tickets", "messages", "attachments")
        ]
    assert (files, left) == (1, [1, 1, 0])
    assert await deps.tickets.find(kept.id)


async def test_who_asks_on_an_arabic_page_is_answered_in_its_language_later_too(deps: Deps, database: Database) -> None:
    ticket = await asking.open_ticket(deps, a_guest(), replace(QUESTION, language="ar"), "a key", HERE)
    await answered(deps, ticket)
    await asking.send_link(deps, ticket.id, HERE)

    async with database.acquire() as connection:
        rows = await connection.fetch("select kind, language from kit_mails")

    assert {(row["kind"], row["language"]) for row in rows} == {
        ("ticket-received", "ar"),
        ("ticket-answered", "ar"),
        ("ticket-link", "ar"),
    }
