"""A customer's right to a copy of everything, and to be forgotten (docs/decisions/0029)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from kit.errors import Kind, SoukError
from kit.people import Business, Person
from souk_user.domain.accounts import Account

EXPORT_LIFETIME: Final = timedelta(days=7)
LOOK_AGAIN: Final = timedelta(hours=1)  # for an order that began in the last moment and is still under way
NEVER: Final = timedelta(days=3650)


class ExportUnderWay(SoukError):
    code = "export-under-way"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__("A copy of your data is being made already.", "Wait for it: we write to you when it is ready.")


class NoSuchExport(SoukError):
    code = "no-such-export"
    kind = Kind.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("There is no such copy of your data, or it has expired.", "Ask for a new one.")


class BusinessUnderWay(SoukError):
    code = "business-under-way"
    kind = Kind.CONFLICT

    def __init__(self, business: Sequence[Business]) -> None:
        named = ", ".join(f"{each.what} {each.number} ({each.state})" for each in business)
        super().__init__(
            f"This is not over yet: {named}.",
            "Wait until it has arrived or was cancelled, then delete your account.",
            {"items": [each.model_dump() for each in business]},
        )


@dataclass(frozen=True, slots=True)
class Export:
    """`answered` are the services whose part is here."""

    id: UUID
    account_id: UUID
    holders: tuple[str, ...]
    answered: tuple[str, ...]
    asked_at: datetime
    ready_at: datetime | None = None
    expires_at: datetime | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(holder for holder in self.holders if holder not in self.answered)

    def with_answer_of(self, holder: str) -> Export:
        return replace(self, answered=(*self.answered, holder))

    def ready(self, now: datetime) -> Export:
        return replace(self, ready_at=now, expires_at=now + EXPORT_LIFETIME)


@dataclass(frozen=True, slots=True)
class Deletion:
    """`forgotten` are the services that hold nothing any more; the account itself goes last."""

    id: UUID
    account_id: UUID
    holders: tuple[str, ...]
    forgotten: tuple[str, ...]
    asked_at: datetime
    is_over: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(holder for holder in self.holders if holder not in self.forgotten)

    def with_answer_of(self, holder: str) -> Deletion:
        return replace(self, forgotten=(*self.forgotten, holder))

    def over(self) -> Deletion:
        return replace(self, is_over=True)


def person_of(account: Account) -> Person:
    return Person(id=account.id, email=account.email, phone=account.verified_phone)
