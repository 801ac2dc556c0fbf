"""Tickets over the wire, as who asked sees them: without notes, and without who of the shop wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from contracts.order import MAX_LINK_TOKEN_LENGTH
from contracts.people import Email, Words
from kit.http.router import API
from souk_support.actions.asking import Question, Reply
from souk_support.domain.messages import Attachment, Message, MessageKind
from souk_support.domain.states import State
from souk_support.domain.tickets import LinkedOrder, Satisfaction, Ticket
from souk_support.schemas.words import AttachmentIds, Comment, RequestBody, Subject, Text

Passes = Callable[[UUID], str]


class OrderToLink(RequestBody):
    """`token`: what the order's link holds, for who does not sign in."""

    id: UUID
    token: Annotated[str, Field(max_length=MAX_LINK_TOKEN_LENGTH)] | None = None


class OpenTicket(RequestBody):
    name: Words
    email: Email
    subject: Subject
    text: Text
    order: OrderToLink | None = None
    attachments: AttachmentIds = ()

    def to_question(self, language: str) -> Question:
        order = self.order
        return Question(
            name=self.name,
            email=self.email,
            subject=self.subject,
            text=self.text,
            order_id=order.id if order else None,
            order_token=order.token if order else None,
            attachments=self.attachments,
            language=language,
        )


class WriteMessage(RequestBody):
    text: Text
    attachments: AttachmentIds = ()

    def to_reply(self) -> Reply:
        return Reply(self.text, self.attachments)


class Rate(RequestBody):
    satisfied: bool
    comment: Comment = ""

    def to_satisfaction(self) -> Satisfaction:
        return Satisfaction(self.satisfied, self.comment)


class SatisfactionView(BaseModel):
    satisfied: bool
    comment: str

    @classmethod
    def of(cls, satisfaction: Satisfaction | None) -> SatisfactionView | None:
        return cls(satisfied=satisfaction.satisfied, comment=satisfaction.comment) if satisfaction else None


class LinkedOrderView(BaseModel):
    id: UUID
    number: str

    @classmethod
    def of(cls, order: LinkedOrder | None) -> LinkedOrderView | None:
        return cls(id=order.id, number=order.number) if order else None


class TakenFile(BaseModel):
    """To be named by a message within a day."""

    id: UUID
    name: str
    type: str
    size: int

    @classmethod
    def of(cls, attachment: Attachment) -> TakenFile:
        return cls(id=attachment.id, name=attachment.name, type=attachment.type, size=attachment.size)


class AttachmentView(TakenFile):
    href: str = Field(description="Where it is downloaded; holds for a quarter of an hour at least")

    @classmethod
    def with_pass(cls, attachment: Attachment, passes: Passes) -> AttachmentView:
        href = f"/support-service{API}/attachments/{attachment.id}?pass={passes(attachment.id)}"
        return cls(**TakenFile.of(attachment).model_dump(), href=href)


class MessageView(BaseModel):
    id: UUID
    kind: Literal["question", "answer"]
    text: str
    written_at: datetime
    attachments: list[AttachmentView]

    @classmethod
    def of(cls, message: Message, passes: Passes) -> MessageView:
        return cls(
            id=message.id,
            kind="question" if message.kind is MessageKind.QUESTION else "answer",
            text=message.text,
            written_at=message.written_at,
            attachments=[AttachmentView.with_pass(each, passes) for each in message.attachments],
        )


class TicketSummary(BaseModel):
    id: UUID
    number: str
    subject: str
    state: State
    order: LinkedOrderView | None
    opened_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, ticket: Ticket) -> TicketSummary:
        return cls(
            id=ticket.id,
            number=ticket.number,
            subject=ticket.subject,
            state=ticket.state,
            order=LinkedOrderView.of(ticket.order),
            opened_at=ticket.opened_at,
            updated_at=ticket.updated_at,
        )


class TicketView(TicketSummary):
    messages: list[MessageView]
    satisfaction: SatisfactionView | None

    @classmethod
    def with_messages(cls, ticket: Ticket, messages: Iterable[Message], passes: Passes) -> TicketView:
        return cls(
            **dict(TicketSummary.of(ticket)),
            messages=[MessageView.of(message, passes) for message in messages],
            satisfaction=SatisfactionView.of(ticket.satisfaction),
        )
