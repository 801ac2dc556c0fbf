"""When a session lives, when its refresh token may rotate, and how long a guesser has to wait."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final
from uuid import UUID

from kit.errors import Kind, SoukError
from kit.http.tokens import UserType

ACCESS_LIFETIME: Final = timedelta(minutes=10)
IDLE_LIFETIME: Final = timedelta(days=30)  # a session not refreshed for so long is over
LONGEST_SESSION: Final = timedelta(days=365)
# A lost answer or a second tab comes back with the old token this soon; a thief hardly does.
REPEAT_WINDOW: Final = timedelta(seconds=30)
MOST_ROTATIONS_IN_WINDOW: Final = 100
FORGOTTEN_AFTER: Final = timedelta(hours=24)
# An old token that comes back within this time still finds its family ended.
KEPT_AFTER_END: Final = timedelta(days=7)


class WrongCredentials(SoukError):
    code = "wrong-credentials"
    kind = Kind.UNAUTHENTICATED

    def __init__(self) -> None:
        super().__init__("The e-mail address or the password is not right.", "Check both, or sign up.")


class TooManyAttempts(SoukError):
    code = "too-many-attempts"
    kind = Kind.TOO_MANY

    def __init__(self, seconds: int) -> None:
        super().__init__(
            "Too many failed attempts to log in.",
            f"Wait {seconds} seconds, then try again.",
            {"retry_after_s": seconds},
        )


class SessionOver(SoukError):
    code = "session-over"
    kind = Kind.UNAUTHENTICATED

    def __init__(self) -> None:
        super().__init__("You are signed out.", "Log in again.")


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in on one device: a family of refresh tokens, of which one lives."""

    id: UUID
    account_id: UUID
    account_type: UserType
    started_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownToken:
    """What is kept of a refresh token, with its session."""

    session: Session
    rotated_at: datetime | None


@dataclass(frozen=True, slots=True)
class SignedInTokens:
    """What a browser gets as cookies and another client as a body."""

    user_type: UserType
    access: str
    refresh: str
    visible: str
    lives_for: timedelta  # the refresh token


class Rotation(Enum):
    ROTATE = auto()  # the living token: give its successor
    REPEAT = auto()  # rotated a moment ago: give the family's living token again
    REUSED = auto()  # an old token came back: somebody copied it, the family ends
    OVER = auto()


def begun(session_id: UUID, account_id: UUID, account_type: UserType, now: datetime) -> Session:
    return Session(session_id, account_id, account_type, now, now + IDLE_LIFETIME)


def prolonged(session: Session, now: datetime) -> Session:
    return replace(session, expires_at=min(now + IDLE_LIFETIME, session.started_at + LONGEST_SESSION))


def rotation_of(session: Session, rotated_at: datetime | None, now: datetime) -> Rotation:
    if session.ended_at is not None or session.expires_at <= now:
        return Rotation.OVER
    if rotated_at is None:
        return Rotation.ROTATE
    return Rotation.REPEAT if now - rotated_at < REPEAT_WINDOW else Rotation.REUSED


@dataclass(frozen=True, slots=True)
class Patience:
    """How many failures are free, and how the wait grows after them."""

    free: int
    first_wait: timedelta
    longest_wait: timedelta


# A stranger can lock an account's owner out, so its wait ends soon; behind one address there may be an office.
OF_ACCOUNT: Final = Patience(free=5, first_wait=timedelta(seconds=30), longest_wait=timedelta(minutes=15))
OF_ADDRESS: Final = Patience(free=50, first_wait=timedelta(minutes=1), longest_wait=timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Failures:
    count: int
    last_at: datetime
    locked_until: datetime | None

    def refuse_while_locked(self, now: datetime) -> None:
        if self.locked_until is not None and self.locked_until > now:
            raise TooManyAttempts(max(1, round((self.locked_until - now).total_seconds())))

    def one_more(self, patience: Patience, now: datetime) -> Failures:
        count = 1 if now - self.last_at > FORGOTTEN_AFTER else self.count + 1
        over = count - patience.free
        if over < 0:
            return Failures(count, now, None)
        wait = min(patience.first_wait * 2 ** min(over, 20), patience.longest_wait)
        return Failures(count, now, now + wait)


def no_failures(now: datetime) -> Failures:
    return Failures(0, now, None)
