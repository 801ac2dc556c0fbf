"""Tickets and messages as rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

import asyncpg

from souk_support.domain.messages import Attachment, Message, MessageKind
from souk_support.domain.states import State
from souk_support.domain.targets import Priority
from souk_support.domain.tickets import Asker, LinkedOrder, Satisfaction, Ticket

MESSAGE: Final = "id, ticket_id, kind, text, written_at, agent_id, request_key"


def fixed_columns(ticket: Ticket) -> dict[str, Any]:
    """What never changes."""
    return {
        "id": ticket.id,
        "number": ticket.number,
        "request_key": ticket.request_key,
        "subject": ticket.subject,
        "asker_name": ticket.asker.name,
        "asker_email": ticket.asker.email,
        "customer_id": ticket.asker.customer_id,
        "language": ticket.asker.language,
        "order_id": ticket.order.id if ticket.order else None,
        "order_number": ticket.order.number if ticket.order else None,
        "opened_at": ticket.opened_at,
    }


def changing_columns(ticket: Ticket) -> dict[str, Any]:
    return {
        "state": ticket.state,
        "priority": ticket.priority,
        "tags": list(ticket.tags),
        "assignee_id": ticket.assignee_id,
        "updated_at": ticket.updated_at,
        "answered_at": ticket.answered_at,
        "answer_due_at": ticket.answer_due_at,
        "solution_due_at": ticket.solution_due_at,
        "waiting_since": ticket.waiting_since,
        "solved_at": ticket.solved_at,
        "closed_at": ticket.closed_at,
        "queue_at": ticket.queue_at,
        "satisfied": ticket.satisfaction.satisfied if ticket.satisfaction else None,
        "satisfaction_comment": ticket.satisfaction.comment if ticket.satisfaction else None,
        "version": ticket.version,
    }


def ticket_of(row: asyncpg.Record) -> Ticket:
    return Ticket(
        id=row["id"],
        number=row["number"],
        request_key=row["request_key"],
        subject=row["subject"],
        asker=Asker(row["asker_name"], row["asker_email"], row["customer_id"], row["language"]),
        order=LinkedOrder(row["order_id"], row["order_number"]) if row["order_id"] else None,
        opened_at=row["opened_at"],
        updated_at=row["updated_at"],
        answer_due_at=row["answer_due_at"],
        solution_due_at=row["solution_due_at"],
        state=State(row["state"]),
        priority=Priority(row["priority"]),
        tags=tuple(row["tags"]),
        assignee_id=row["assignee_id"],
        answered_at=row["answered_at"],
        waiting_since=row["waiting_since"],
        solved_at=row["solved_at"],
        closed_at=row["closed_at"],
        satisfaction=None
        if row["satisfied"] is None
        else Satisfaction(row["satisfied"], row["satisfaction_comment"] or ""),
        version=row["version"],
    )


def message_of(row: asyncpg.Record, attachments: Iterable[Attachment] = ()) -> Message:
    message_id: UUID = row["id"]
    return Message(
        id=message_id,
        ticket_id=row["ticket_id"],
        kind=MessageKind(row["kind"]),
        text=row["text"],
        written_at=row["written_at"],
        agent_id=row["agent_id"],
        request_key=row["request_key"],
        attachments=tuple(each for each in attachments if each.message_id == message_id),
    )
