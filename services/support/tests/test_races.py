"""What happens at once, on real PostgreSQL."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from support_examples import A_PDF, ALICE, HERE, QUESTION, a_customer, a_guest, reader

from kit.errors import SoukError
from souk_support.actions import answering, asking, attaching, helping, keeping
from souk_support.actions.answering import Answer, Handling
from souk_support.actions.asking import Reply
from souk_support.commands.seed import seed
from souk_support.domain.messages import MessageKind
from souk_support.domain.refusals import AttachmentsGone, TicketChanged, TicketClosed
from souk_support.domain.states import State
from souk_support.domain.targets import Priority
from testkit.at_once import at_once

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable

    from kit.data.database import Database
    from souk_support.actions.deps import Deps
    from souk_support.domain.tickets import Ticket
    from testkit.clock import ManualClock


async def outcomes(work: Iterable[Awaitable[object]]) -> list[object]:
    async def told(each: Awaitable[object]) -> object:
        try:
            return await each
        except SoukError as refusal:
            return type(refusal)

    return await at_once([told(each) for each in work])


async def asked(deps: Deps) -> Ticket:
    return await asking.open_ticket(deps, a_customer(), QUESTION, str(uuid4()), HERE)


async def mails(database: Database, kind: str) -> int:
    async with database.acquire() as connection:
        return len(await connection.fetch("select id from kit_mails where kind = $1", kind))


async def test_of_agents_who_answer_at_once_one_does_and_the_others_read_first(deps: Deps, database: Database) -> None:
    ticket = await asked(deps)
    agents = [uuid4() for _ in range(4)]

    said = await outcomes(
        answering.answer(deps, ticket.id, agent, "admin", Answer("On Tuesday.", State.WAITING, 1), "key")
        for agent in agents
    )

    assert said.count(TicketChanged) == 3
    assert [m.kind for m in await deps.tickets.list_messages(ticket.id)] == [MessageKind.QUESTION, MessageKind.ANSWER]
    assert await mails(database, "ticket-answered") == 1


async def test_a_ticket_that_agents_take_at_once_is_taken_by_one(deps: Deps) -> None:
    ticket = await asked(deps)
    agents = [uuid4() for _ in range(4)]

    said = await outcomes(
        answering.handle(deps, ticket.id, Handling(Priority.NORMAL, (), agent, 1)) for agent in agents
    )

    kept = await deps.tickets.find(ticket.id)
    assert said.count(TicketChanged) == 3
    assert kept
    assert kept.assignee_id in agents
    assert kept.version == 2


async def test_a_word_that_comes_while_it_is_closed_is_in_an_open_ticket_or_refused(
    deps: Deps, clock: ManualClock
) -> None:
    tickets = [await asked(deps) for _ in range(5)]
    for ticket in tickets:
        await answering.move(deps, ticket.id, State.SOLVED, 1)
    clock.advance(days=8)

    closing = keeping.close_solved(deps)
    writing = [
        asking.write_again(deps, ticket.id, reader(a_customer()), Reply("Not yet!"), "key", HERE) for ticket in tickets
    ]
    said = await outcomes([writing[0], writing[1], closing, *writing[2:]])

    for ticket, answer in zip(tickets, said[:2] + said[3:], strict=True):
        kept = await deps.tickets.find(ticket.id)
        assert kept
        words = len(await deps.tickets.list_messages(ticket.id))
        assert (kept.state, words) == ((State.CLOSED, 1) if answer is TicketClosed else (State.REOPENED, 2))


async def test_an_agents_close_never_swallows_a_word_that_was_not_read(deps: Deps) -> None:
    ticket = await asked(deps)

    closed, written = await outcomes(
        [
            answering.move(deps, ticket.id, State.CLOSED, 1),
            asking.write_again(deps, ticket.id, reader(a_customer()), Reply("One more thing"), "key", HERE),
        ]
    )

    assert (closed is TicketChanged) != (written is TicketClosed)


async def test_a_request_that_comes_several_times_at_once_is_one_ticket_and_one_message(
    deps: Deps, database: Database
) -> None:
    guest = a_guest()

    same = await asyncio.gather(*(asking.open_ticket(deps, guest, QUESTION, "one key", HERE) for _ in range(4)))
    by_link = reader(guest, deps.links.token(same[0].id, deps.clock.now()))
    words = await asyncio.gather(
        *(asking.write_again(deps, same[0].id, by_link, Reply("Hello?"), "a key", HERE) for _ in range(4))
    )

    assert len({ticket.id for ticket in same}) == 1
    assert len({message.id for _, message in words}) == 1
    assert await mails(database, "ticket-received") == 1
    assert len(await deps.tickets.list_messages(same[0].id)) == 2


async def test_a_file_that_two_messages_name_at_once_is_in_one_of_them(deps: Deps) -> None:
    alice = a_customer(ALICE)
    file = await attaching.take(deps, "receipt.pdf", A_PDF, alice.key, HERE)
    with_file = replace(QUESTION, attachments=(file.id,))

    said = await outcomes(asking.open_ticket(deps, alice, with_file, f"key {at}", HERE) for at in range(4))

    assert said.count(AttachmentsGone) == 3


async def test_replicas_that_close_at_once_close_each_ticket_once(deps: Deps, clock: ManualClock) -> None:
    for _ in range(6):
        ticket = await asked(deps)
        await answering.move(deps, ticket.id, State.SOLVED, 1)
    clock.advance(days=8)

    closed = await at_once(keeping.close_solved(deps) for _ in range(3))

    assert sum(closed) == 6


async def test_each_person_is_counted_once_however_often_they_say_that_it_helped(deps: Deps) -> None:
    await seed(deps)
    slug = "find-my-order"
    said = [(UUID(int=person), helpful) for person in range(3) for helpful in (True, False, True)]

    await at_once(helping.say_helpful(deps, slug, str(person), helpful, HERE) for person, helpful in said)
    for person in range(3):
        await helping.say_helpful(deps, slug, str(UUID(int=person)), person != 0, HERE)

    article = await deps.help.get_article(slug)
    assert (article.helpful, article.unhelpful) == (2, 1)
