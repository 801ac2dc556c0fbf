"""All the SQL of sagas: the table kit_sagas. Lease time is the database's, business time the caller's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import asyncpg

from kit.data.database import PostgresStore
from kit.data.housekeeping import OldRows
from kit.sagas.saga import NoSuchSaga, Saga, Signal, StaleSaga

# Finished, undone and abandoned ones; a parked one has not ended.
ENDED = OldRows("kit_sagas", by="ended_at", where="ended_at < now() - $1::interval")


@dataclass(frozen=True, slots=True)
class WaitingSaga:
    """As an operator sees one."""

    id: UUID
    kind: str
    subject: UUID
    step: str
    tries: int
    failures: int
    parked_at: datetime | None
    moved_at: datetime
    error: str | None
    abandon_asked_at: datetime | None
    ended_at: datetime | None


class PostgresSagas(PostgresStore):
    async def add(self, saga: Saga, holder: UUID, lease_s: float) -> None:
        await self.write(
            """insert into kit_sagas (id, kind, subject, step, give_up_at, version, lease_holder, lease_until)
               values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(secs => $8))""",
            *(saga.id, saga.kind, saga.subject, saga.step, saga.give_up_at, saga.version, holder, lease_s),
        )

    async def find(self, kind: str, subject: UUID) -> Saga | None:
        row = await self.fetchrow(
            f"select {_SAGA} from kit_sagas where kind = $1 and subject = $2 order by id desc limit 1", kind, subject
        )
        return _saga_of(row) if row else None

    async def claim(self, kind: str, subject: UUID, holder: UUID, lease_s: float, now: datetime) -> Saga | None:
        row = await self.fetchrow(
            f"""update kit_sagas set lease_holder = $3, lease_until = now() + make_interval(secs => $4),
                       version = version + 1, tries = tries + 1, retry_at = null
                where kind = $1 and subject = $2 and {_DUE.format(now="$5")} returning {_SAGA}""",
            *(kind, subject, holder, lease_s, now),
        )
        return _saga_of(row) if row else None

    async def claim_signalled(
        self, kind: str, subject: UUID, moves: Mapping[str, str], signal: Signal, holder: UUID, lease_s: float,
        now: datetime,
    ) -> Saga | None:  # fmt: skip
        row = await self.fetchrow(
            f"""update kit_sagas set step = $3::jsonb ->> step, signal = $4, tries = 0, failures = 0,
                       waits_until = null, version = version + 1, moved_at = now(), retry_at = null,
                       lease_holder = $5, lease_until = now() + make_interval(secs => $6)
                where kind = $1 and subject = $2 and ended_at is null and parked_at is null
                  and $3::jsonb ? step and give_up_at > $7
                  and (lease_until is null or lease_until < now()) returning {_SAGA}""",
            *(kind, subject, dict(moves), signal, holder, lease_s, now),
        )
        return _saga_of(row) if row else None

    async def extend_lease(self, saga_id: UUID, holder: UUID, lease_s: float) -> bool:
        extended = await self.fetchval(
            """update kit_sagas set lease_until = now() + make_interval(secs => $3)
               where id = $1 and lease_holder = $2 returning true""",
            *(saga_id, holder, lease_s),
        )
        return bool(extended)

    async def free_leases(self, holder: UUID) -> None:
        await self.execute(
            """update kit_sagas set lease_holder = null, lease_until = null
               where ended_at is null and lease_holder = $1""",
            holder,
        )

    async def save(self, saga: Saga, holder: UUID, *, let_go: bool = False) -> Saga:
        await self.write(
            """update kit_sagas set step = $4, tries = $5, failures = $6, give_up_at = $7, waits_until = $8,
                      error = case when $6 = 0 then null else error end, version = version + 1, moved_at = now(),
                      ended_at = case when $9 then now() end,
                      lease_holder = case when $10 then null else lease_holder end,
                      lease_until = case when $10 then null else lease_until end
               where id = $1 and lease_holder = $2 and version = $3""",
            *(saga.id, holder, saga.version, saga.step, saga.tries, saga.failures, saga.give_up_at, saga.waits_until),
            *(saga.ended, let_go),
            refusal=StaleSaga(saga),
        )
        return replace(saga, version=saga.version + 1)

    async def set_aside(self, saga: Saga, holder: UUID, reason: str, retry_s: float | None) -> None:
        kept = await self.fetchval(
            """update kit_sagas set failures = $4, error = $5, version = version + 1,
                      retry_at = now() + make_interval(secs => $6::float8),
                      parked_at = case when $6::float8 is null then now() end, lease_holder = null, lease_until = null
               where id = $1 and lease_holder = $2 and version = $3 returning true""",
            *(saga.id, holder, saga.version, saga.failures, reason, retry_s),
        )
        if not kept:
            raise StaleSaga(saga)

    async def list_due(self, kinds: Sequence[str], now: datetime, limit: int) -> Sequence[tuple[str, UUID]]:
        rows = await self.fetch(
            f"""select kind, subject from kit_sagas where kind = any($1) and {_DUE.format(now="$2")}
                order by moved_at limit $3""",
            *(list(kinds), now, limit),
        )
        return [(row["kind"], row["subject"]) for row in rows]

    async def count_parked(self) -> int:
        return await self.fetchval("select count(*) from kit_sagas where ended_at is null and parked_at is not null")

    # What an operator does.

    async def list_waiting(self, limit: int) -> Sequence[WaitingSaga]:
        """Parked ones, and those that failed and will be retried."""
        rows = await self.fetch(
            f"""select {_WAITING} from kit_sagas where ended_at is null and (parked_at is not null or failures > 0)
                order by parked_at nulls last, moved_at limit $1""",
            limit,
        )
        return [WaitingSaga(**row) for row in rows]

    async def resume(self, saga_id: UUID) -> None:
        """The next process that looks carries it on from the step where it stopped."""
        resumed = await self.fetchval(
            """update kit_sagas set parked_at = null, retry_at = null, failures = 0, abandon_asked_at = null,
                      version = version + 1
               where id = $1 and ended_at is null and (parked_at is not null or retry_at is not null)
               returning true""",
            saga_id,
        )
        if not resumed:
            raise NoSuchSaga(saga_id, "waits")

    async def ask_to_abandon(self, saga_id: UUID) -> None:
        """The serving process does it, because only that one knows what becomes of the subject."""
        asked = await self.fetchval(
            """update kit_sagas set abandon_asked_at = now()
               where id = $1 and ended_at is null and parked_at is not null returning true""",
            saga_id,
        )
        if not asked:
            raise NoSuchSaga(saga_id, "is parked")

    async def get_waiting(self, saga_id: UUID) -> WaitingSaga:
        row = await self.fetchrow(f"select {_WAITING} from kit_sagas where id = $1", saga_id)
        if row is None:
            raise NoSuchSaga(saga_id, "is kept")
        return WaitingSaga(**row)

    # What its service makes of that.

    async def list_to_abandon(self, kinds: Sequence[str], limit: int) -> Sequence[Saga]:
        rows = await self.fetch(
            f"""select {_SAGA} from kit_sagas where kind = any($1) and ended_at is null and {_TO_ABANDON}
                order by abandon_asked_at limit $2""",
            *(list(kinds), limit),
        )
        return [_saga_of(row) for row in rows]

    async def end_abandoned(self, saga_id: UUID) -> bool:
        ended = await self.fetchval(
            f"""update kit_sagas set ended_at = now(), version = version + 1
                where id = $1 and ended_at is null and {_TO_ABANDON} returning true""",
            saga_id,
        )
        return bool(ended)

    async def refuse_to_abandon(self, saga_id: UUID, reason: str) -> None:
        await self.execute("update kit_sagas set abandon_asked_at = null, error = $2 where id = $1", saga_id, reason)


_TO_ABANDON = "parked_at is not null and abandon_asked_at is not null"
_DUE = """ended_at is null and parked_at is null and (lease_until is null or lease_until < now())
          and (retry_at is null or retry_at <= now()) and (waits_until is null or waits_until <= {now})"""
_SAGA = """id, kind, subject, step, give_up_at, waits_until, signal, tries, failures, version,
           case when parked_at is not null then coalesce(error, '') end as parked, ended_at is not null as ended"""
_WAITING = "id, kind, subject, step, tries, failures, parked_at, moved_at, error, abandon_asked_at, ended_at"


def _saga_of(row: asyncpg.Record) -> Saga:
    return Saga(**row)
