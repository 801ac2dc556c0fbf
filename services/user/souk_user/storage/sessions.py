"""Sessions, their refresh tokens, and logins that failed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from kit.data import housekeeping
from kit.data.database import PostgresStore
from kit.data.housekeeping import OldRows
from kit.http.tokens import UserType
from souk_user.domain.attempts import Failures, no_failures
from souk_user.domain.sessions import MOST_SESSIONS_SHOWN, KnownToken, Session, WrongCredentials

ROTATED_TOKENS = OldRows("refresh_tokens", by="rotated_at", where="rotated_at < $1")
EXPIRED_SESSIONS = OldRows("sessions", by="expires_at", where="expires_at < $1")
ENDED_SESSIONS = OldRows("sessions", by="ended_at", where="ended_at < $1")
OLD_FAILURES = OldRows("login_failures", by="last_at", where="last_at < $1")
SESSION = (
    "s.id, s.account_id, a.type as account_type, a.role as account_role,"
    " case a.type when 'seller' then coalesce(a.organisation, a.id) end as account_team, s.started_at, s.expires_at,"
    " s.ended_at, s.device, coalesce(s.last_seen_at, s.started_at) as last_seen_at"
)


class Sessions(PostgresStore):
    async def add_session(self, session: Session, token_hash: bytes) -> None:
        """Of an account that is not being deleted, however far its login had come by then."""
        added = await self.fetchval(
            """insert into sessions (id, account_id, started_at, expires_at, device, last_seen_at)
               select $1, a.id, $3, $4, $5, $6 from accounts a where a.id = $2 and a.closed_at is null for share
               returning true""",
            session.id, session.account_id, session.started_at, session.expires_at,
            session.device, session.last_seen_at,
        )  # fmt: skip
        if not added:
            raise WrongCredentials
        await self.add_token(session.id, token_hash, session.started_at)

    async def find_token_to_rotate(self, token_hash: bytes, user_type: UserType) -> KnownToken | None:
        """Both rows stay locked until the transaction ends."""
        row = await self.fetchrow(
            f"""select {SESSION}, t.rotated_at
                 from refresh_tokens t join sessions s on s.id = t.session_id join accounts a on a.id = s.account_id
                where t.hash = $1 and a.type = $2
                  for update of t, s""",
            token_hash, user_type,
        )  # fmt: skip
        if row is None:
            return None
        kept = cast("dict[str, Any]", dict(row))
        rotated_at = kept.pop("rotated_at")
        return KnownToken(Session(**kept), rotated_at)

    async def find_living_hash(self, session_id: UUID) -> bytes | None:
        return await self.fetchval(
            "select hash from refresh_tokens where session_id = $1 and rotated_at is null", session_id
        )

    async def add_token(self, session_id: UUID, token_hash: bytes, now: datetime) -> None:
        await self.execute(
            "insert into refresh_tokens (hash, session_id, issued_at) values ($1, $2, $3)",
            token_hash, session_id, now,
        )  # fmt: skip

    async def rotate(self, session: Session, old_hash: bytes, new_hash: bytes, now: datetime) -> None:
        await self.execute("update refresh_tokens set rotated_at = $2 where hash = $1", old_hash, now)
        await self.add_token(session.id, new_hash, now)
        await self.execute(
            "update sessions set expires_at = $2, last_seen_at = $3 where id = $1",
            session.id, session.expires_at, session.last_seen_at,
        )  # fmt: skip

    async def list_sessions(self, account_id: UUID, current: UUID, now: datetime) -> list[Session]:
        rows = await self.fetch(
            f"""select {SESSION} from sessions s join accounts a on a.id = s.account_id
                 where s.account_id = $1 and s.ended_at is null and s.expires_at > $2
                 order by s.id = $3 desc, last_seen_at desc, s.id limit $4""",
            account_id, now, current, MOST_SESSIONS_SHOWN,
        )  # fmt: skip
        return [Session(**row) for row in rows]

    async def end_session(self, session_id: UUID, because: str, now: datetime) -> None:
        await self.execute(
            "update sessions set ended_at = $2, ended_because = $3 where id = $1 and ended_at is null",
            session_id, now, because,
        )  # fmt: skip

    async def end_sessions_of(
        self, account_id: UUID, because: str, now: datetime, but: UUID | None = None, only: UUID | None = None
    ) -> None:
        await self.execute(
            """update sessions set ended_at = $2, ended_because = $3
                where account_id = $1 and ended_at is null
                  and id is distinct from $4 and ($5::uuid is null or id = $5)""",
            account_id, now, because, but, only,
        )  # fmt: skip

    async def remove_tokens_rotated_before(self, moment: datetime) -> None:
        """A session may live for a year and rotate every ten minutes: its old tokens go before it does."""
        await housekeeping.remove(self._database, ROTATED_TOKENS, moment)

    async def remove_sessions_over_before(self, moment: datetime) -> None:
        for rows in (EXPIRED_SESSIONS, ENDED_SESSIONS):
            await housekeeping.remove(self._database, rows, moment)

    # failed logins

    async def find_failures_to_count(self, counter: str, now: datetime) -> Failures:
        """The counter's row is made if need be and locked, so that parallel guesses are counted one by one.

        In one statement: between two of them a login that succeeds takes its row away.
        """
        nothing = no_failures(now)
        row = await self.fetchrow(
            """insert into login_failures as counted (counter, failures, last_at) values ($1, $2, $3)
               on conflict (counter) do update set failures = counted.failures
               returning failures, last_at, locked_until""",
            counter, nothing.count, nothing.last_at,
        )  # fmt: skip
        return Failures(row["failures"], row["last_at"], row["locked_until"]) if row else nothing

    async def save_failures(self, counter: str, failures: Failures) -> None:
        await self.execute(
            "update login_failures set failures = $2, last_at = $3, locked_until = $4 where counter = $1",
            counter, failures.count, failures.last_at, failures.locked_until,
        )  # fmt: skip

    async def forget_failures(self, counter: str) -> None:
        await self.execute("delete from login_failures where counter = $1", counter)

    async def forgive_one_failure(self, counter: str) -> None:
        """The attempt that was counted as failed turned out right; others' failures stay."""
        await self.execute(
            """update login_failures set failures = greatest(failures - 1, 0), locked_until = null
                where counter = $1""",
            counter,
        )

    async def remove_failures_before(self, moment: datetime) -> None:
        await housekeeping.remove(self._database, OLD_FAILURES, moment)
