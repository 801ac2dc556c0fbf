"""An owner asks somebody into the team: a link by mail, good once, for a week."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from kit.errors import Kind, SoukError
from souk_user.domain.roles import Role, StaffType

LIFETIME: Final = timedelta(days=7)
MOST_LISTED: Final = 200


class InvitationOver(SoukError):
    """One answer for all of it: a token that was made up, was used, was revoked, or is too old."""

    code = "invitation-over"
    kind = Kind.GONE

    def __init__(self) -> None:
        super().__init__("This invitation is not good any more.", "Ask who invited you for another one.")


class NoSuchInvitation(SoukError):
    code = "no-such-invitation"
    kind = Kind.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("There is no such invitation that waits.", "Reload the list of invitations.")


@dataclass(frozen=True, slots=True)
class Invitation:
    id: UUID
    user_type: StaffType
    role: Role
    organisation: UUID | None
    email: str
    invited_by: UUID
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None = None
    revoked_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> bytes:
    """Plain: nobody guesses 256 bits."""
    return hashlib.sha256(token.encode()).digest()
