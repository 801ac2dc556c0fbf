"""Asking another service: typed, with a deadline, a bounded retry where it is safe, and a breaker.

    offers = await calls.to("product").get("/offers", params={"sku": ["A", "B"]}, reply=Offers)

Apart it is HTTP; together the other app is called directly. Both serialise, so a split changes no behaviour.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import msgspec
from pydantic import ValidationError
from starlette.types import ASGIApp

from kit.calls.breaker import Breaker
from kit.calls.encoding import adapter_of, encoded, target_of
from kit.calls.wire import DirectWire, HttpWire, Reply, Unanswered, Wire
from kit.errors import JsonValue, Kind, SoukError
from kit.http.auth import Shopper
from kit.http.problems import KINDS
from kit.names import IDEMPOTENCY_HEADER, SERVICE_HEADER, TRACE_HEADER
from kit.observing import telemetry
from kit.settings import Secret

T = TypeVar("T")
ATTEMPTS: Final = 3
FIRST_PAUSE_S: Final = 0.05
# "Not now" from a callee or a proxy; a 500 is a mistake that does not mend itself.
NOT_NOW: Final = frozenset({502, 503, 504})
SAFE_TO_REPEAT: Final = frozenset({"GET", "PUT", "DELETE"})


class Unavailable(SoukError):
    """No usable answer; `maybe_done` when the request may have been carried out all the same."""

    code = "unavailable"
    kind = Kind.UNAVAILABLE

    def __init__(self, service: str, why: str, *, maybe_done: bool = False) -> None:
        super().__init__(
            f"The {service} service gave no usable answer: {why}.",
            "Try again in a moment.",
            {"service": service, "retry_after_s": 2},
        )
        self.service = service
        self.maybe_done = maybe_done


class CallNotListed(SoukError):
    code = "call-not-listed"
    kind = Kind.UNAVAILABLE

    def __init__(self, service: str) -> None:
        super().__init__(
            f"This service was given no address of {service}.", f"List {service} among its calls in souk.toml."
        )


@dataclass(frozen=True)
class Refusal:
    status: int
    code: str
    cause: str
    fix: str
    facts: dict[str, JsonValue]


class Refused(SoukError):
    """The other service understood and said no; catch it where a refusal is an answer, else it is passed on as said."""

    code = "refused"
    kind = Kind.CONFLICT

    def __init__(self, service: str, problem: Refusal) -> None:
        super().__init__(problem.cause, problem.fix, problem.facts)
        self.code = problem.code  # pyright: ignore[reportAttributeAccessIssue]
        self.kind = KINDS.get(problem.status, self.kind)  # pyright: ignore[reportAttributeAccessIssue]
        self.service = service
        self.problem = problem


class Client:
    """One other service, as one caller sees it."""

    def __init__(self, name: str, wire: Wire, service_key: Secret | None = None, deadline_s: float = 5.0) -> None:
        self.name = name
        self._wire = wire
        self._key = service_key
        self._deadline_s = deadline_s
        self._breaker = Breaker()

    async def get(self, path: str, *, reply: type[T] | None = None, **options: Any) -> T:
        """Options: params, shopper, headers, deadline_s; `path` is below /api/v1."""
        return await self.call("GET", path, reply=reply, **options)

    async def post(self, path: str, *, reply: type[T] | None = None, **options: Any) -> T:
        """More options: json (a model or plain data), key (Idempotency-Key, which allows a retry)."""
        return await self.call("POST", path, reply=reply, **options)

    async def put(self, path: str, *, reply: type[T] | None = None, **options: Any) -> T:
        return await self.call("PUT", path, reply=reply, **options)

    async def delete(self, path: str, *, reply: type[T] | None = None, **options: Any) -> T:
        return await self.call("DELETE", path, reply=reply, **options)

    async def call(
        self,
        method: str,
        path: str,
        *,
        reply: type[T] | None = None,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        key: str | None = None,
        shopper: Shopper | None = None,
        headers: Mapping[str, str] | None = None,
        deadline_s: float | None = None,
    ) -> T:
        sent = await self._send(
            method,
            target_of(path, params),
            {**(headers or {}), **self._headers(key, shopper, has_body=json is not None)},
            None if json is None else encoded(json),
            again=key is not None or method in SAFE_TO_REPEAT,
            until=time.monotonic() + (deadline_s or self._deadline_s),
        )
        return self._read(sent, reply)

    def _headers(self, key: str | None, shopper: Shopper | None, *, has_body: bool) -> dict[str, str]:
        headers = dict(shopper.credentials) if shopper else {}
        if self._key:
            headers[SERVICE_HEADER] = self._key.reveal()
        if key:
            headers[IDEMPOTENCY_HEADER] = key
        if has_body:
            headers["content-type"] = "application/json"
        return headers

    async def _send(
        self, method: str, target: str, headers: dict[str, str], body: bytes | None, *, again: bool, until: float
    ) -> Reply:
        """Tries until the deadline at most; what a timed-out try may have done is never forgotten."""
        attempts = ATTEMPTS if again else 1
        maybe_done = False
        why = "the deadline has passed"
        for attempt in range(attempts):
            left_s = until - time.monotonic()
            if left_s <= 0:
                break
            if not self._breaker.allows():
                raise Unavailable(self.name, "it failed several times just now", maybe_done=maybe_done)
            try:
                with telemetry.outgoing(f"{method} {self.name}", **{"peer.service": self.name}) as trace:
                    traced = {**headers, TRACE_HEADER: trace} if trace else headers
                    sent = await self._wire.send(method, target, traced, body, left_s)
            except Unanswered as error:
                why, maybe_done = error.why, maybe_done or (error.sent and method != "GET")
            else:
                if sent.status not in NOT_NOW:
                    self._breaker.succeeded()
                    return sent
                why, maybe_done = f"status {sent.status}", maybe_done or method != "GET"
            self._breaker.failed()
            if attempt + 1 < attempts:
                await _pause(attempt, until)
        raise Unavailable(self.name, why, maybe_done=maybe_done)

    def _read(self, sent: Reply, reply: type[T] | None) -> T:
        if sent.status >= 500:
            raise Unavailable(self.name, f"status {sent.status}", maybe_done=True)
        if sent.status >= 300:
            raise Refused(self.name, _refusal(sent))
        if not sent.body:
            return None  # pyright: ignore[reportReturnType] (a reply without a body has no type)
        try:
            return adapter_of(reply).validate_json(sent.body)
        except ValidationError as error:
            raise Unavailable(self.name, "its answer does not have the agreed shape", maybe_done=True) from error


class Calls:
    """The other services that this one may ask."""

    def __init__(self, urls: Mapping[str, str], service_key: Secret | None = None, deadline_s: float = 5.0) -> None:
        self._urls = dict(urls)
        self._key = service_key
        self._deadline_s = deadline_s
        self._clients = {name: self._client(name, HttpWire(url)) for name, url in self._urls.items()}

    def to(self, name: str) -> Client:
        try:
            return self._clients[name]
        except KeyError:
            raise CallNotListed(name) from None

    def directly(self, name: str, app: ASGIApp) -> None:
        """From now on the other service is called in this process; only one that may be called at all."""
        if name in self._urls:
            self._clients[name] = self._client(name, DirectWire(app, self._urls[name]))

    async def close(self) -> None:
        for client in self._clients.values():
            await client._wire.close()

    def _client(self, name: str, wire: Wire) -> Client:
        return Client(name, wire, self._key, self._deadline_s)


def _refusal(sent: Reply) -> Refusal:
    try:
        said = msgspec.json.decode(sent.body)
    except msgspec.DecodeError:
        said = None
    if not isinstance(said, dict):
        return Refusal(sent.status, "refused", f"It answered with status {sent.status}.", "Correct the request.", {})
    return Refusal(
        sent.status,
        str(said.get("type", "")).removeprefix("urn:souk:") or "refused",
        str(said.get("cause", "")),
        str(said.get("fix", "")),
        said.get("facts") or {},
    )


async def _pause(attempt: int, until: float) -> None:
    """Full jitter, so that callers who failed together do not come back together."""
    longest = min(FIRST_PAUSE_S * 2**attempt, max(0.0, until - time.monotonic()))
    await asyncio.sleep(random.uniform(0, longest))  # noqa: S311
