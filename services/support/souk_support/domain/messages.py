"""What is said in a ticket, and what is attached to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class MessageKind(StrEnum):
    QUESTION = "question"  # by who asks
    ANSWER = "answer"  # by an agent
    NOTE = "note"  # by an agent for agents: never shown to who asks


@dataclass(frozen=True, slots=True)
class Attachment:
    """Without its data, which is read when somebody downloads it."""

    id: UUID
    name: str
    type: str
    size: int
    uploaded_at: datetime
    message_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Message:
    id: UUID
    ticket_id: UUID
    kind: MessageKind
    text: str
    written_at: datetime
    agent_id: UUID | None
    request_key: str
    attachments: tuple[Attachment, ...] = ()
