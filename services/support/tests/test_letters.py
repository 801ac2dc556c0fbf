"""What a person who asked is written."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from support_examples import AGENT, ALICE, MORNING, a_ticket

from souk_support.domain import letters
from souk_support.domain.messages import Message, MessageKind
from souk_support.domain.states import State
from souk_support.domain.tickets import LinkedOrder
from testkit.mail import rendered


def an_answer(text: str) -> Message:
    return Message(uuid4(), uuid4(), MessageKind.ANSWER, text, MORNING, AGENT, "key")


def test_every_letter_opens_a_guests_ticket_and_asks_a_customer_to_sign_in() -> None:
    guests = a_ticket()
    customers = replace(guests, asker=replace(guests.asker, customer_id=ALICE))

    for write in (letters.received, letters.solved, letters.new_link):
        to_guest, to_customer = (
            rendered("support", write(guests, "t0ken")),
            rendered("support", write(customers, "t0ken")),
        )
        assert guests.number in to_guest.subject
        assert f"http://localhost:8888/support/tickets/{guests.id}#token=t0ken\n" in to_guest.text
        assert f"/support/tickets/{guests.id}\n" in to_customer.text
        assert "t0ken" not in f"{to_customer.text}{to_customer.html}"


def test_an_answer_is_in_its_letter_and_nothing_in_it_runs() -> None:
    ticket = replace(a_ticket(), order=LinkedOrder(uuid4(), "SK-7F3K-9QLM"))
    answer = an_answer("On Tuesday.\n\n<img src=x onerror=alert(1)>")

    said = rendered("support", letters.answered(ticket, answer, "t0ken"))
    solved = rendered("support", letters.answered(replace(ticket, state=State.SOLVED), answer, "t0ken"))

    assert "On Tuesday.\n\n<img" in said.text
    assert "<img" not in (said.html or "")
    assert "please reply on its page" in said.text.lower()
    assert "as solved" in solved.text
    assert "SK-7F3K-9QLM" in rendered("support", letters.received(ticket, "t0ken")).text


def test_what_a_stranger_typed_is_not_carried_to_an_address_that_is_not_proved() -> None:
    ticket = a_ticket()
    typed = replace(ticket, subject="Win at evil.example", asker=replace(ticket.asker, name="See evil.example"))

    for write in (letters.received, letters.new_link):
        said = rendered("support", write(typed, "t0ken"))
        assert "evil.example" not in f"{said.subject}{said.text}{said.html}"


def test_an_answer_is_told_once_and_a_long_one_is_cut() -> None:
    ticket, answer = a_ticket(), an_answer("x" * 9000)

    first, again = letters.answered(ticket, answer, "1"), letters.answered(ticket, answer, "2")

    assert first.id == again.id
    assert len(rendered("support", first).text) < 5000


def test_in_arabic_the_question_is_isolated_and_an_answer_finds_its_own_direction() -> None:
    ticket = a_ticket()
    arabic = replace(ticket, asker=replace(ticket.asker, language="ar"))

    said = rendered("support", letters.answered(arabic, an_answer("On Tuesday."), "t0ken"))

    assert "«<bdi>Where is my lamp?</bdi>»" in (said.html or "")
    assert 'dir="auto"' in (said.html or "").partition("On Tuesday.")[0].rpartition("<p")[2]
