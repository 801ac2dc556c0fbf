"""One key, one execution, one answer: an unsafe request may be sent again without being done again."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any
from uuid import UUID, uuid4

import msgspec
from fastapi import Depends
from fastapi.exceptions import RequestValidationError
from starlette.requests import Request
from starlette.responses import Response

from kit.data import leases
from kit.data.database import Database
from kit.data.housekeeping import OldRows
from kit.errors import Kind, SoukError
from kit.http import problems
from kit.names import IDEMPOTENCY_HEADER

REPLAYED = "idempotent-replayed"
KEEP_H = 48
LEASE_S = 5.0  # how long a process may be silent before another runs the same key again; a living one renews it
WAIT_S = 10.0  # how long a repeat waits for the first one's answer before it hears 409
# Answers that say "not now": the same request may get another one later.
NOT_FINAL = frozenset({401, 408, 425, 429})
KEPT_HEADERS = frozenset({"content-type", "location", "etag", "cache-control", "retry-after"})
EXPIRED = OldRows("kit_idempotency", by="expires_at", where="expires_at < now()")
Handler = Callable[[Request], Awaitable[Response]]


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
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class RecordId:
    """Whose request it is, and what it asked for: the same again gets the kept answer."""

    caller: str
    route: str
    key: str
    fingerprint: bytes


class IdempotencyRecords:
    """The table kit_idempotency; lease time is the database's."""

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
                *(record.caller, record.route, record.key),
            )
        if row is None:
            raise LookupError(record.key)
        if row["fingerprint"] != record.fingerprint:
            raise IdempotencyKeyReused
        if row["status"] is None:
            if row["silent"]:
                raise LookupError(record.key)
            return None
        return Answer(row["status"], msgspec.json.decode(row["headers"]), row["body"])

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


async def key_of(request: Request) -> str:
    """The key of this request; keeps 8 to 200 visible characters."""
    key = request.headers.get(IDEMPOTENCY_HEADER, "")
    if 8 <= len(key) <= 200 and key.isascii() and key.isprintable():
        return key
    cause = "It must have 8 to 200 visible ASCII characters." if key else "It is missing."
    raise problems.InvalidRequest([problems.FieldError(field="Idempotency-Key", cause=cause, place="header")])


IdempotencyKey = Annotated[str, Depends(key_of)]


async def answer_once(
    request: Request, route: str, callers: Sequence[Callable[[Request], Awaitable[Any]]], handler: Handler
) -> Response:
    """The caller is asked for first: a key belongs to one caller, so nobody replays another's answer."""
    identity = [await check(request) for check in callers]
    record = RecordId(
        caller="|".join(getattr(who, "key", None) or str(who or "anyone") for who in identity),
        route=f"{request.method} {route}",
        key=await key_of(request),
        fingerprint=_fingerprint(request, await request.body()),
    )
    records = IdempotencyRecords(request.scope["app"].state.infra.database)
    claim = uuid4()
    kept = await _claimed_or_kept(records, record, claim)
    if kept is not None:
        return Response(kept.body, kept.status, {**kept.headers, REPLAYED: "true"})
    return await _run(records, record, claim, handler, request)


async def _claimed_or_kept(records: IdempotencyRecords, record: RecordId, claim: UUID) -> Answer | None:
    """None once the claim is ours, else the first one's answer as soon as it is there."""
    pause_s = 0.02
    try:
        async with asyncio.timeout(WAIT_S):
            while not await records.claim(record, claim):
                try:
                    kept = await records.answer(record)
                except LookupError:
                    continue
                if kept is not None:
                    return kept
                await asyncio.sleep(pause_s)
                pause_s = min(pause_s * 1.5, 0.25)
    except TimeoutError:
        raise StillRunning from None
    return None


async def _run(
    records: IdempotencyRecords, record: RecordId, claim: UUID, handler: Handler, request: Request
) -> Response:
    heartbeat = asyncio.create_task(leases.keep(LEASE_S, partial(records.extend, record, claim)))
    try:
        response = await handler(request)
    except RequestValidationError:
        await records.release(record, claim)
        raise
    except SoukError as error:
        response = problems.problem_response(error)
    except Exception:
        await records.release(record, claim)
        raise
    finally:
        heartbeat.cancel()
    body = getattr(response, "body", None)
    if response.status_code >= 500 or response.status_code in NOT_FINAL or not isinstance(body, bytes):
        await records.release(record, claim)
        return response
    headers = {name: value for name, value in response.headers.items() if name in KEPT_HEADERS}
    await records.keep(record, claim, Answer(response.status_code, headers, body))
    return response


def _fingerprint(request: Request, body: bytes) -> bytes:
    asked = f"{request.url.path}?{request.url.query}\n".encode()
    return hashlib.sha256(asked + body).digest()
