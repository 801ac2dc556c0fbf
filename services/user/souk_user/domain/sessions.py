"""When a session lives, and when its refresh token may rotate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final
from uuid import UUID

from kit.errors import Kind, SoukError
from kit.http.tokens import UserType
from souk_user.domain.accounts import Account
from souk_user.domain.roles import Role

ACCESS_LIFETIME: Final = timedelta(minutes=10)
IDLE_LIFETIME: Final = timedelta(days=30)  # a session not refreshed for so long is over
LONGEST_SESSION: Final = timedelta(days=365)
# A lost answer or a second tab comes back with the old token this soon; a thief hardly does.
REPEAT_WINDOW: Final = timedelta(seconds=30)
MOST_ROTATIONS_IN_WINDOW: Final = 100
# An old token that comes back within this time ends its family, or finds it ended; later it is simply unknown.
KEPT_AFTER_END: Final = timedelta(days=7)
MOST_SESSIONS_SHOWN: Final = 100  # nobody looks at more; "sign out everywhere else" ends all


class TooBusy(SoukError):
    code = "too-busy"
    kind = Kind.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__("Too many people are logging in at this moment.", "Try again in a few seconds.")


class WrongCredentials(SoukError):
    code = "wrong-credentials"
    kind = Kind.UNAUTHENTICATED

    def __init__(self) -> None:
        super().__init__("The e-mail address or the password is not right.", "Check both, or sign up.")


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
    device: str = ""  # what the client said it is
    account_role: Role | None = None
    account_team: UUID | None = None  # of a seller
    last_seen_at: datetime | None = None  # as of its last refresh, so no more than an access token's life too early

    def is_alive(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.expires_at


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


def begun(session_id: UUID, account: Account, now: datetime, device: str = "") -> Session:
    return Session(
        session_id, account.id, account.type, now, now + IDLE_LIFETIME,
        device=device, account_role=account.role, account_team=account.seller_team, last_seen_at=now,
    )  # fmt: skip


def prolonged(session: Session, now: datetime) -> Session:
    expires_at = min(now + IDLE_LIFETIME, session.started_at + LONGEST_SESSION)
    return replace(session, expires_at=expires_at, last_seen_at=now)


def rotation_of(session: Session, rotated_at: datetime | None, now: datetime) -> Rotation:
    if not session.is_alive(now):
        return Rotation.OVER
    if rotated_at is None:
        return Rotation.ROTATE
    return Rotation.REPEAT if now - rotated_at < REPEAT_WINDOW else Rotation.REUSED
