"""One key, one execution, one answer: an unsafe request may be sent again without being done again."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import Depends
from fastapi.exceptions import RequestValidationError
from starlette.requests import Request
from starlette.responses import Response

from kit.data import leases
from kit.data.idempotency import LEASE_S, Answer, IdempotencyRecords, RecordId, StillRunning
from kit.errors import SoukError
from kit.http import problems
from kit.http.auth import AnyShopper
from kit.names import IDEMPOTENCY_HEADER

REPLAYED = "idempotent-replayed"
WAIT_S = 10.0  # how long a repeat waits for the first one's answer before it hears 409
# Answers that say "not yet" or "not now": the same request may get another one later.
NOT_FINAL = frozenset({202, 401, 408, 425, 429})
KEPT_HEADERS = frozenset({"content-type", "location", "etag", "cache-control", "retry-after"})
Handler = Callable[[Request], Awaitable[Response]]


async def key_of(request: Request) -> str:
    """The key of this request; keeps 8 to 200 visible characters."""
    key = request.headers.get(IDEMPOTENCY_HEADER, "")
    if 8 <= len(key) <= 200 and key.isascii() and key.isprintable():
        return key
    cause = "It must have 8 to 200 visible ASCII characters." if key else "It is missing."
    raise problems.InvalidRequest([problems.FieldError(field="Idempotency-Key", cause=cause, place="header")])


# Of a request that asks others on its way: its key is claimed before it runs, and its answer kept afterwards.
IdempotencyKey = Annotated[str, Depends(key_of)]


async def effect_key(request: Request) -> str:
    return await key_of(request)


# Of a request whose action keeps the key with its effect, and finds by it what a repeat has done before.
EffectKey = Annotated[str, Depends(effect_key)]


async def shoppers_record(request: Request, shopper: AnyShopper) -> RecordId:
    return RecordId(
        caller=shopper.key,
        route=f"{request.method} {request.scope['route'].path}",
        key=await key_of(request),
        fingerprint=_fingerprint(request, await request.body()),
    )


# Of a shopper's request that is one transaction: its action keeps the answer by it (kit.data.idempotency.Once).
ShoppersRecord = Annotated[RecordId, Depends(shoppers_record)]


def answered(answer: Answer) -> Response:
    headers = {**answer.headers, REPLAYED: "true"} if answer.is_replayed else dict(answer.headers)
    return Response(answer.body, answer.status, headers)


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
        return answered(kept)
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
