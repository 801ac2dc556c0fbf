"""Sessions, and attempts to begin one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kit.http.tokens import UserType
from souk_user.domain.attempts import Failures
from souk_user.domain.sessions import KnownToken, Session


class SessionStore(Protocol):
    async def add_session(self, session: Session, token_hash: bytes) -> None: ...

    async def find_token_to_rotate(self, token_hash: bytes, user_type: UserType) -> KnownToken | None: ...

    async def find_living_hash(self, session_id: UUID) -> bytes | None: ...

    async def rotate(self, session: Session, old_hash: bytes, new_hash: bytes, now: datetime) -> None: ...

    async def end_session(self, session_id: UUID, because: str, now: datetime) -> None: ...

    async def end_sessions_of(
        self, account_id: UUID, because: str, now: datetime, but: UUID | None = None, only: UUID | None = None
    ) -> None:
        """All of an account, all but one, or only one, which may be another's: then nothing ends."""
        ...

    async def list_sessions(self, account_id: UUID, current: UUID, now: datetime) -> Sequence[Session]:
        """Those that live: the current one first, then the one that was seen last."""
        ...

    async def remove_tokens_rotated_before(self, moment: datetime) -> None: ...

    async def remove_sessions_over_before(self, moment: datetime) -> None: ...

    async def find_failures_to_count(self, counter: str, now: datetime) -> Failures: ...

    async def save_failures(self, counter: str, failures: Failures) -> None: ...

    async def forget_failures(self, counter: str) -> None: ...

    async def forgive_one_failure(self, counter: str) -> None: ...

    async def remove_failures_before(self, moment: datetime) -> None: ...
