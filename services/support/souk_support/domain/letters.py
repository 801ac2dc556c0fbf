"""What a person who asked is written: that we have it, that an answer came, a new link. Its texts are in data/mails."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from pydantic import JsonValue

from kit.mail import Mail, mail_id
from souk_support.domain.messages import Message
from souk_support.domain.states import State
from souk_support.domain.tickets import Ticket

LONGEST_QUOTE = 4000


def received(ticket: Ticket, token: str) -> Mail:
    return _letter("ticket-received", ticket, token, about=ticket.id)


def answered(ticket: Ticket, answer: Message, token: str) -> Mail:
    """Told once for each answer."""
    return _letter("ticket-answered", ticket, token, about=answer.id, answer=list(_paragraphs(answer.text)))


def solved(ticket: Ticket, token: str) -> Mail:
    return _letter("ticket-solved", ticket, token, about=None)


def new_link(ticket: Ticket, token: str) -> Mail:
    return _letter("ticket-link", ticket, token, about=None)


def _letter(kind: str, ticket: Ticket, token: str, about: UUID | None, **more: JsonValue) -> Mail:
    """The link opens a guest's ticket; a customer signs in instead."""
    facts: dict[str, JsonValue] = {
        "ticket_id": str(ticket.id),
        "number": ticket.number,
        "subject": ticket.subject,
        "order_number": ticket.order.number if ticket.order else "",
        "is_solved": ticket.state is State.SOLVED,
        "token": "" if ticket.asker.customer_id else token,
        **more,
    }
    mail = Mail(kind, ticket.asker.email, facts, ticket.asker.name, language=ticket.asker.language)
    return replace(mail, id=mail_id(kind, about)) if about else mail


def _paragraphs(text: str) -> list[str]:
    quoted = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
    return [line for line in (each.strip() for each in quoted.splitlines()) if line]
