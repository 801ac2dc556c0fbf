"""What a visitor does, as their browser tells it: ids and no more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum, IntFlag
from typing import Final
from uuid import UUID

SLOT: Final = timedelta(minutes=15)  # of which every time zone's days are made
# Of a happening's and a session's time. A clock that is further off is not believed.
OLDEST: Final = timedelta(days=1)
FURTHEST_AHEAD: Final = timedelta(days=1)
LONGEST_WORDS: Final = 80
_MAILBOX_OR_NUMBER = re.compile(r"@|(\d[ -]?){6,}")


class Kind(IntEnum):
    VIEWED_PRODUCT = 1
    VIEWED_LISTING = 2
    SEARCHED = 3
    ADDED_TO_BAG = 4
    BEGAN_CHECKOUT = 5


class Step(IntFlag):
    """How far a visit has come."""

    CAME = 1
    VIEWED = 2
    ADDED = 4
    LEAVING = 8
    ORDERED = 16


STEP_OF: Final = {
    Kind.VIEWED_PRODUCT: Step.CAME | Step.VIEWED,
    Kind.ADDED_TO_BAG: Step.CAME | Step.ADDED,
    Kind.BEGAN_CHECKOUT: Step.CAME | Step.LEAVING,
}


@dataclass(frozen=True, slots=True)
class Happening:
    """`id` and `session_id` hold the time of both (UUIDv7)."""

    id: UUID
    kind: Kind
    session_id: UUID
    person_id: UUID | None = None
    handle: str | None = None
    words: str | None = None
    results: int | None = None
    quantity: int = 1

    @property
    def step(self) -> Step:
        return STEP_OF.get(self.kind, Step.CAME)

    def is_believed(self, now: datetime) -> bool:
        return all(now - OLDEST <= time_in(each) <= now + FURTHEST_AHEAD for each in (self.id, self.session_id))


def time_in(uuid7: UUID) -> datetime:
    """The start of the epoch for an id of another kind; the last moment there is for one that is further ahead."""
    milliseconds = uuid7.int >> 80 if uuid7.version == 7 else 0
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError):  # 48 bits reach beyond the year 9999
        return datetime.max.replace(tzinfo=UTC)


def slot_of(moment: datetime) -> datetime:
    return moment - (moment - datetime(1970, 1, 1, tzinfo=UTC)) % SLOT


def searchable(words: str) -> str | None:
    """As they are counted; None for what may lead to a person: an address, a telephone number."""
    counted = " ".join(words.casefold().split())[:LONGEST_WORDS]
    return None if not counted or _MAILBOX_OR_NUMBER.search(counted) else counted
