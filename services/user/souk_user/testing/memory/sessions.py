"""Sessions, their refresh tokens, and logins that failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from kit.http.tokens import UserType
from souk_user.domain.attempts import Failures, no_failures
from souk_user.domain.sessions import KnownToken, Session
from souk_user.testing.memory.rows import KeptToken, MemoryStore


class Sessions(MemoryStore):
    async def add_session(self, session: Session, token_hash: bytes) -> None:
        self.rows.sessions[session.id] = session
        self.rows.tokens[token_hash] = KeptToken(session.id)

    async def find_token_to_rotate(self, token_hash: bytes, user_type: UserType) -> KnownToken | None:
        token = self.rows.tokens.get(token_hash)
        session = self.rows.sessions[token.session_id] if token else None
        if token is None or session is None or session.account_type != user_type:
            return None
        account = self.rows.accounts[session.account_id]
        return KnownToken(
            replace(session, account_role=account.role, account_team=account.seller_team), token.rotated_at
        )

    async def find_living_hash(self, session_id: UUID) -> bytes | None:
        living = KeptToken(session_id)
        return next((hashed for hashed, token in self.rows.tokens.items() if token == living), None)

    async def rotate(self, session: Session, old_hash: bytes, new_hash: bytes, now: datetime) -> None:
        self.rows.tokens[old_hash] = KeptToken(session.id, now)
        self.rows.tokens[new_hash] = KeptToken(session.id)
        kept = self.rows.sessions[session.id]
        self.rows.sessions[session.id] = replace(kept, expires_at=session.expires_at, last_seen_at=session.last_seen_at)

    async def list_sessions(self, account_id: UUID, current: UUID, now: datetime) -> Sequence[Session]:
        theirs = [each for each in self.rows.sessions.values() if each.account_id == account_id and each.is_alive(now)]
        return sorted(theirs, key=lambda each: (each.id == current, each.last_seen_at or each.started_at), reverse=True)

    async def end_session(self, session_id: UUID, because: str, now: datetime) -> None:
        session = self.rows.sessions[session_id]
        if session.ended_at is None:
            self.rows.sessions[session_id] = replace(session, ended_at=now)

    async def end_sessions_of(
        self, account_id: UUID, because: str, now: datetime, but: UUID | None = None, only: UUID | None = None
    ) -> None:
        for session in list(self.rows.sessions.values()):
            if session.account_id == account_id and session.id != but and only in (None, session.id):
                await self.end_session(session.id, because, now)

    async def remove_tokens_rotated_before(self, moment: datetime) -> None:
        async with self._changing() as rows:
            rows.tokens = {
                hashed: token for hashed, token in rows.tokens.items()
                if token.rotated_at is None or token.rotated_at >= moment
            }  # fmt: skip

    async def remove_sessions_over_before(self, moment: datetime) -> None:
        async with self._changing() as rows:
            rows.sessions = {
                session.id: session for session in rows.sessions.values()
                if min(session.expires_at, session.ended_at or session.expires_at) >= moment
            }  # fmt: skip
            rows.tokens = {hashed: token for hashed, token in rows.tokens.items() if token.session_id in rows.sessions}

    # failed logins

    async def find_failures_to_count(self, counter: str, now: datetime) -> Failures:
        return self.rows.failures.setdefault(counter, no_failures(now))

    async def save_failures(self, counter: str, failures: Failures) -> None:
        if counter in self.rows.failures:
            self.rows.failures[counter] = failures

    async def forget_failures(self, counter: str) -> None:
        self.rows.failures.pop(counter, None)

    async def forgive_one_failure(self, counter: str) -> None:
        if known := self.rows.failures.get(counter):
            self.rows.failures[counter] = replace(known, count=max(0, known.count - 1), locked_until=None)

    async def remove_failures_before(self, moment: datetime) -> None:
        async with self._changing() as rows:
            rows.failures = {counter: kept for counter, kept in rows.failures.items() if kept.last_at >= moment}
