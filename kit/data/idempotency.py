"""The table kit_idempotency: which requests came with a key of their own, and what they were answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

import asyncpg
import msgspec

from kit.data.database import Database
from kit.data.housekeeping import OldRows
from kit.errors import Kind, SoukError

KEEP_H = 48
LEASE_S = 5.0  # how long a process may be silent before another runs the same key again; a living one renews it
EXPIRED = OldRows("kit_idempotency", by="expires_at", where="expires_at < now()")
JSON: Mapping[str, str] = {"content-type": "application/json"}

T = TypeVar("T")


class IdempotencyKeyReused(SoukError):
    code = "idempotency-key-reused"
    kind = Kind.UNPROCESSABLE

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key came with another request before.", "Use a new key for a new request.")


class StillRunning(SoukError):
    code = "still-running"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            "The first request with this Idempotency-Key is still running.",
            "Send the same request again shortly: it will get that one's answer.",
            {"retry_after_s": 1},
        )


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes
    is_replayed: bool = False


@dataclass(frozen=True, slots=True)
class RecordId:
    """Whose request it is, and what it asked for: the same again gets the kept answer."""

    caller: str
    route: str
    key: str
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Once(Generic[T]):
    """A request whose whole effect is one statement or transaction, which keeps its answer too.

    Nothing is claimed before and nothing written after it: the effect and its answer are there together or not at all.
    """

    record: RecordId
    told: Callable[[T], bytes]  # the result as JSON

    def answer(self, result: T) -> Answer:
        return Answer(200, JSON, self.told(result))


def answer_of(first: int) -> str:
    """SQL that reads what a request was answered, to be joined to what it reads anyway; three parameters."""
    return f"""select fingerprint, status, headers::text as headers, body from kit_idempotency
                where caller = ${first} and route = ${first + 1} and key = ${first + 2}"""


def place_of(record: RecordId | None) -> tuple[str | None, ...]:
    """The parameters of `answer_of`."""
    return (record.caller, record.route, record.key) if record else (None, None, None)


def keeping_answer(first: int, after: str) -> str:
    """SQL that keeps an answer if `after`, a part of the same statement, has a row; seven parameters.

    A key that has its answer already fails the statement with all that it did.
    """
    fields = [f"${each}" for each in range(first, first + 7)]
    caller, route, key, fingerprint, status, headers, body = fields
    return f"""insert into kit_idempotency
                   (caller, route, key, fingerprint, claim, lease_until, expires_at, status, headers, body)
               select {caller}, {route}, {key}, {fingerprint}, gen_random_uuid(), now(),
                      now() + make_interval(hours => {KEEP_H}), {status}, {headers}::text::jsonb, {body}
                 from {after} where {caller}::text is not null"""


def kept_by(record: RecordId | None, answer: Answer | None) -> tuple[Any, ...]:
    """The parameters of `keeping_answer`; of a request without a key nothing is kept."""
    if record is None or answer is None:
        return (None,) * 7
    headers = msgspec.json.encode(answer.headers).decode()
    return record.caller, record.route, record.key, record.fingerprint, answer.status, headers, answer.body


def read_answer(record: RecordId | None, row: asyncpg.Record) -> Answer | None:
    """What `answer_of` found; refuses a key that came with another request."""
    if record is None or row["fingerprint"] is None:
        return None
    if row["fingerprint"] != record.fingerprint:
        raise IdempotencyKeyReused
    if row["status"] is None:
        raise StillRunning
    return Answer(row["status"], msgspec.json.decode(row["headers"]), row["body"], is_replayed=True)


class IdempotencyRecords:
    """For requests that ask others on their way: claimed before, answered after; lease time is the database's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, record: RecordId, claim: UUID) -> bool:
        """True if it is ours to run: nobody had the key, or its runner fell silent, or its answer is too old."""
        async with self._database.acquire() as connection:
            row = await connection.fetchrow(
                """
                insert into kit_idempotency as held (caller, route, key, fingerprint, claim, lease_until, expires_at)
                values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6), now() + make_interval(hours => $7))
                on conflict (caller, route, key) do update
                set fingerprint = excluded.fingerprint, claim = excluded.claim, lease_until = excluded.lease_until,
                    expires_at = excluded.expires_at, status = null, headers = null, body = null
                where held.expires_at < now()
                   or (held.status is null and held.lease_until < now() and held.fingerprint = excluded.fingerprint)
                returning 1
                """,
                *(record.caller, record.route, record.key, record.fingerprint, claim, LEASE_S, KEEP_H),
            )
        return row is not None

    async def extend(self, record: RecordId, claim: UUID) -> None:
        async with self._database.acquire() as connection:
            await connection.execute(
                """
                update kit_idempotency set lease_until = now() + make_interval(secs => $5)
                where caller = $1 and route = $2 and key = $3 and claim = $4 and status is null
                """,
                *(record.caller, record.route, record.key, claim, LEASE_S),
            )

    async def answer(self, record: RecordId) -> Answer | None:
        """The kept answer, None while it runs; LookupError when the first runner gave up."""
        async with self._database.acquire() as connection:
            row = await connection.fetchrow(
                """
                select fingerprint, status, headers::text as headers, body, lease_until < now() as silent
                from kit_idempotency where caller = $1 and route = $2 and key = $3
                """,
                *place_of(record),
            )
        if row is None or (row["silent"] and row["status"] is None and row["fingerprint"] == record.fingerprint):
            raise LookupError(record.key)
        try:
            return read_answer(record, row)
        except StillRunning:
            return None

    async def keep(self, record: RecordId, claim: UUID, answer: Answer) -> None:
        async with self._database.acquire() as connection:
            await connection.execute(
                """
                update kit_idempotency set status = $5, headers = $6::text::jsonb, body = $7
                where caller = $1 and route = $2 and key = $3 and claim = $4
                """,
                *(record.caller, record.route, record.key, claim),
                *(answer.status, msgspec.json.encode(answer.headers).decode(), answer.body),
            )

    async def release(self, record: RecordId, claim: UUID) -> None:
        async with self._database.acquire() as connection:
            await connection.execute(
                """
                delete from kit_idempotency
                where caller = $1 and route = $2 and key = $3 and claim = $4 and status is null
                """,
                *(record.caller, record.route, record.key, claim),
            )
