"""Tickets over the wire, as agents see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from contracts.rich_text import Line
from souk_support.actions.answering import Answer, Handling
from souk_support.domain.canned import CannedAnswer
from souk_support.domain.messages import Message, MessageKind
from souk_support.domain.states import State
from souk_support.domain.targets import Priority
from souk_support.domain.tickets import Ticket
from souk_support.schemas.tickets import (
    AttachmentView,
    Passes,
    SatisfactionView,
    TicketSummary,
)
from souk_support.schemas.words import AttachmentIds, RequestBody, Tag, Text

Version = Annotated[int, Field(ge=1, le=1_000_000_000)]


class WriteAnswer(RequestBody):
    """`version` is the one that was read: somebody who wrote meanwhile makes it a 409."""

    text: Text
    version: Version
    then: Literal["waiting", "solved"] = "waiting"
    attachments: AttachmentIds = ()

    def to_answer(self) -> Answer:
        return Answer(self.text, State(self.then), self.version, self.attachments)


class WriteNote(RequestBody):
    text: Text


class Handle(RequestBody):
    version: Version
    priority: Priority
    tags: Annotated[tuple[Tag, ...], Field(max_length=10)] = ()
    assignee_id: UUID | None = None

    def to_handling(self) -> Handling:
        return Handling(self.priority, self.tags, self.assignee_id, self.version)


class Move(RequestBody):
    version: Version
    to: Literal["waiting", "solved", "closed", "reopened"]


class TargetView(BaseModel):
    due_at: datetime
    is_late: bool


class DeskTicket(TicketSummary):
    asker_name: str
    asker_email: str
    customer_id: UUID | None
    priority: Priority
    tags: list[str]
    assignee_id: UUID | None
    answer_target: TargetView
    solution_target: TargetView
    queue_at: datetime
    satisfaction: SatisfactionView | None
    version: int

    @classmethod
    def seen(cls, ticket: Ticket, now: datetime) -> DeskTicket:
        return cls(
            **dict(TicketSummary.of(ticket)),
            asker_name=ticket.asker.name,
            asker_email=ticket.asker.email,
            customer_id=ticket.asker.customer_id,
            priority=ticket.priority,
            tags=list(ticket.tags),
            assignee_id=ticket.assignee_id,
            answer_target=TargetView(due_at=ticket.answer_due_at, is_late=ticket.is_answer_late(now)),
            solution_target=TargetView(due_at=ticket.solution_due_at, is_late=ticket.is_solution_late(now)),
            queue_at=ticket.queue_at,
            satisfaction=SatisfactionView.of(ticket.satisfaction),
            version=ticket.version,
        )


class DeskMessage(BaseModel):
    id: UUID
    kind: MessageKind
    text: str
    written_at: datetime
    agent_id: UUID | None
    attachments: list[AttachmentView]

    @classmethod
    def of(cls, message: Message, passes: Passes) -> DeskMessage:
        return cls(
            id=message.id,
            kind=message.kind,
            text=message.text,
            written_at=message.written_at,
            agent_id=message.agent_id,
            attachments=[AttachmentView.with_pass(each, passes) for each in message.attachments],
        )


class DeskConversation(BaseModel):
    ticket: DeskTicket
    messages: list[DeskMessage]

    @classmethod
    def of(cls, ticket: Ticket, messages: Iterable[Message], passes: Passes, now: datetime) -> DeskConversation:
        return cls(
            ticket=DeskTicket.seen(ticket, now), messages=[DeskMessage.of(message, passes) for message in messages]
        )


class FiguresView(BaseModel):
    """How much waits; satisfaction is that of what was solved in the last thirty days."""

    model_config = ConfigDict(from_attributes=True)

    open: int
    reopened: int
    waiting: int
    late: int
    satisfied: int
    unsatisfied: int


class CannedBody(RequestBody):
    title: Line
    text: Text


class ChangeCanned(CannedBody):
    version: Version


class CannedView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    title: str
    text: str
    version: int

    @classmethod
    def of(cls, answer: CannedAnswer) -> CannedView:
        return cls.model_validate(answer)


class CannedAnswers(BaseModel):
    items: list[CannedView]
