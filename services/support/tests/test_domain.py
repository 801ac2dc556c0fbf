from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support_examples import HOUR, MORNING, TARGETS, a_ticket

from souk_support.domain.files import LONGEST_NAME, safe_name, type_of
from souk_support.domain.links import Links
from souk_support.domain.refusals import (
    FileRefused,
    IllegalMove,
    LinkExpired,
    NotSolvedYet,
    TicketChanged,
    TicketClosed,
)
from souk_support.domain.states import NEXT, State
from souk_support.domain.targets import Priority
from souk_support.domain.tickets import Satisfaction, Ticket


def moved(*states: State, every: timedelta = HOUR) -> Ticket:
    ticket = a_ticket()
    for step, state in enumerate(states, start=1):
        ticket = ticket.moved(state, TARGETS, MORNING + step * every)
    return ticket


def test_every_move_of_the_table_is_made_and_every_other_is_refused() -> None:
    ways = {
        State.OPEN: a_ticket(),
        State.WAITING: moved(State.WAITING),
        State.SOLVED: moved(State.SOLVED),
        State.CLOSED: moved(State.CLOSED),
        State.REOPENED: moved(State.SOLVED, State.REOPENED),
    }
    for now, ticket in ways.items():
        for to in State:
            if to in NEXT[now]:
                assert ticket.moved(to, TARGETS, MORNING).state is to
            else:
                with pytest.raises(IllegalMove):
                    ticket.moved(to, TARGETS, MORNING)


def test_a_first_answer_that_came_in_time_is_never_late_and_one_that_did_not_always_is() -> None:
    ticket = a_ticket()

    answered = ticket.answered(State.WAITING, TARGETS, MORNING + 23 * HOUR)
    late = ticket.answered(State.WAITING, TARGETS, MORNING + 25 * HOUR)

    assert not answered.is_answer_late(MORNING + 500 * HOUR)
    assert late.is_answer_late(MORNING + 25 * HOUR)
    assert ticket.is_answer_late(MORNING + 25 * HOUR)
    assert not ticket.is_answer_late(MORNING + 24 * HOUR)


def test_the_time_in_which_who_asked_has_the_turn_does_not_count() -> None:
    waiting = a_ticket().answered(State.WAITING, TARGETS, MORNING + 10 * HOUR)

    back = waiting.asked_more(TARGETS, MORNING + 110 * HOUR)

    assert not waiting.is_solution_late(MORNING + 500 * HOUR)
    assert back.solution_due_at == MORNING + 172 * HOUR
    assert (back.state, back.queue_at) == (State.OPEN, back.solution_due_at)


def test_a_question_after_the_solution_reopens_it_with_a_target_of_its_own_and_forgets_the_rating() -> None:
    rated = moved(State.SOLVED).rated(Satisfaction(True, "Quick!"), MORNING + 2 * HOUR)

    back = rated.asked_more(TARGETS, MORNING + 200 * HOUR)

    assert back.state is State.REOPENED
    assert back.solution_due_at == MORNING + 272 * HOUR
    assert (back.solved_at, back.satisfaction) == (None, None)


def test_a_closed_ticket_takes_no_word_and_an_unsolved_one_no_rating() -> None:
    closed = moved(State.SOLVED, State.CLOSED)

    with pytest.raises(TicketClosed):
        closed.asked_more(TARGETS, MORNING)
    with pytest.raises(TicketClosed):
        closed.answered(State.WAITING, TARGETS, MORNING)
    with pytest.raises(NotSolvedYet):
        a_ticket().rated(Satisfaction(False, ""), MORNING)
    assert closed.rated(Satisfaction(False, ""), MORNING).satisfaction


def test_another_priority_has_other_targets_that_count_from_the_same_moment() -> None:
    ticket = a_ticket()

    urgent = ticket.handled(Priority.URGENT, ["lamp", "lamp", "gift"], uuid4(), TARGETS, MORNING + 5 * HOUR)
    back = urgent.handled(Priority.NORMAL, [], None, TARGETS, MORNING + 6 * HOUR)

    assert (urgent.answer_due_at, urgent.solution_due_at) == (MORNING + HOUR, MORNING + 8 * HOUR)
    assert (urgent.tags, urgent.queue_at) == (("gift", "lamp"), MORNING + HOUR)
    assert (back.answer_due_at, back.solution_due_at) == (ticket.answer_due_at, ticket.solution_due_at)


def test_who_acts_has_read_the_last_word() -> None:
    ticket = a_ticket()

    ticket.check_read(1)
    with pytest.raises(TicketChanged):
        ticket.asked_more(TARGETS, MORNING).check_read(1)


def test_a_link_opens_its_own_ticket_for_a_while_and_says_when_it_is_over() -> None:
    links, other = Links("secret", timedelta(days=30)), Links("another secret", timedelta(days=30))
    ticket, file = uuid4(), uuid4()
    token = links.token(ticket, MORNING)

    assert links.check_token(ticket, token, MORNING + timedelta(days=29))
    assert not links.check_token(uuid4(), token, MORNING)
    assert not other.check_token(ticket, token, MORNING)
    assert not links.check_token(ticket, links.file_pass(ticket, MORNING), MORNING)
    with pytest.raises(LinkExpired):
        links.check_token(ticket, token, MORNING + timedelta(days=30))
    shown = links.file_pass(file, MORNING)
    assert shown == links.file_pass(file, MORNING + timedelta(minutes=14))
    assert links.is_pass(file, shown, MORNING + timedelta(minutes=29))
    assert not links.is_pass(file, shown, MORNING + timedelta(minutes=30))
    assert not links.is_pass(file, links.token(file, MORNING), MORNING)


@given(st.text(max_size=60))
def test_whatever_is_shown_as_a_link_is_answered(shown: str) -> None:
    assert not Links("secret", timedelta(days=30)).check_token(uuid4(), shown, MORNING)


@pytest.mark.parametrize(
    ("data", "is_a"),
    [
        (b"\xff\xd8\xff\xe0JFIF", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"GIF89a....", "image/gif"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7", "application/pdf"),
        ("नमस्ते\n".encode(), "text/plain"),
        (b"<svg onload=alert(1)>", "text/plain"),
    ],
)
def test_a_file_is_what_is_in_it(data: bytes, is_a: str) -> None:
    assert type_of(data) == is_a


@pytest.mark.parametrize("data", [b"", b"MZ\x90\x00", b"PK\x03\x04\x00", b"text\x00with", b"RIFF1234AVI \xff"])
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(FileRefused):
        type_of(data)


def test_a_name_says_what_is_in_the_file_and_leads_nowhere() -> None:
    assert safe_name("C:\\photos\\lamp.JPG", "image/jpeg") == "lamp.JPG"
    assert safe_name("../../etc/passwd", "text/plain") == "passwd.txt"
    assert safe_name("invoice.exe", "application/pdf") == "invoice.exe.pdf"
    assert safe_name("a\u202etxt.exe", "text/plain") == "atxt.exe.txt"
    assert safe_name("...", "image/png") == "file.png"
    assert len(safe_name("x" * 400 + ".png", "image/png")) <= LONGEST_NAME
