"""What a service writes to a person: mail, or a text message to a phone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from pydantic import JsonValue

from kit.ids import uuid7

# Ids that follow from what a mail is about are made under it.
_ABOUT = UUID("019ac1b6-6b1f-7c52-8f6e-3f0f9d2a51c4")


class Channel(StrEnum):
    MAIL = "mail"
    TEXT = "text"  # to a phone


@dataclass(frozen=True, slots=True)
class Mail:
    """`kind` names its template; what the template shows stands in `facts`, and nothing else does."""

    kind: str
    to: str  # an e-mail address; a phone number where the channel is TEXT
    facts: Mapping[str, JsonValue]
    name: str = ""  # of the person
    id: UUID = field(default_factory=uuid7)  # becomes its Message-ID: posted again, it is the same mail
    channel: Channel = Channel.MAIL
    language: str | None = None  # that they read, such as "hi-IN"; the shop's own without
    # A code: where it is unclear whether it was sent, it is not sent again, and after this moment never.
    code_until: datetime | None = None


def mail_id(kind: str, about: UUID) -> UUID:
    """For what is told once: the same fact posted again is the same mail."""
    return uuid5(_ABOUT, f"{kind}/{about}")
