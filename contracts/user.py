"""Facts the user service announces."""

from __future__ import annotations

from uuid import UUID

from kit.events import Event


class UserSignedUp(Event, subject="user.signed-up.v1"):
    """A customer account came to be; personal data stays with the user service."""

    user_id: UUID
