"""Who comes to the shop: a visitor has an address of its own, asks as a browser does, and fails loudly."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from bench.client import REQUESTS_PER_VISITOR, Answer, Connection, connected, request_of
from kit.names import GUEST_COOKIE

NOBODY: Mapping[str, str] = {}


class WrongAnswer(Exception):
    """The shop answered, but not what it should have."""


@dataclass(frozen=True)
class Place:
    """The shop as visitors know it. `services`: name → port, to ask them past the gateway."""

    origin: str
    gateway: int
    services: Mapping[str, int]
    handles: Sequence[str]
    skus: Sequence[str]
    words: Sequence[Sequence[str]]  # search words: one of each group makes a search
    option: str  # name=value, as a filter takes it
    admin: Mapping[str, str]
    coding: str = "gzip"  # that visitors accept

    @property
    def host(self) -> str:
        return self.origin.partition("//")[2]


@dataclass
class Visitor:
    place: Place
    chance: random.Random
    past_gateway: bool
    caches: Counter[str] = field(default_factory=Counter[str])  # what the gateway's cache said, counted
    _connections: dict[int, Connection] = field(default_factory=dict[int, Connection])
    _headers: dict[str, str] = field(default_factory=dict[str, str])
    _address: str = ""
    requests: int = 0

    def new_face(self, address: str, credentials: Mapping[str, str] = NOBODY) -> None:
        """Another visitor, who keeps nothing of the one before."""
        self.leave()
        self._address = address
        self._headers = {
            "host": self.place.host,
            "accept": "*/*",
            "accept-encoding": self.place.coding,
            "user-agent": "souk-bench",
            **credentials,
        }

    def is_tired(self) -> bool:
        return any(connection.requests >= REQUESTS_PER_VISITOR for connection in self._connections.values())

    def leave(self) -> None:
        for connection in self._connections.values():
            connection.close()
        self._connections = {}

    async def page(self, path: str) -> Answer:
        return await self._ask(self.place.gateway, "GET", path)

    async def api(self, method: str, service: str, path: str, body: Any = None, *, key: str | None = None) -> Answer:
        """`key`: of a write that may come twice."""
        headers = {"idempotency-key": key} if key else {}
        if self.past_gateway:
            return await self._ask(self.place.services[service], method, f"/api/v1{path}", body, headers)
        return await self._ask(self.place.gateway, method, f"/{service}-service/api/v1{path}", body, headers)

    async def become_guest(self) -> Mapping[str, str]:
        """Gives what is needed to come again as the same."""
        self._headers |= {"origin": self.place.origin, "sec-fetch-site": "same-origin"}
        answer = await self.api("POST", "user", "/guests")
        self._headers["cookie"] = f"{GUEST_COOKIE}={answer.cookies[GUEST_COOKIE]}"
        return self._headers

    async def become_admin(self) -> Mapping[str, str]:
        answer = await self.api("POST", "user", "/auth/admin/tokens", dict(self.place.admin))
        self._headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        return self._headers

    async def _ask(
        self, port: int, method: str, path: str, body: Any = None, more: Mapping[str, str] | None = None
    ) -> Answer:
        connection = self._connections.get(port)
        if connection is None or not connection.usable:
            connection = self._connections[port] = await connected(port, self._address)
        self.requests += 1
        answer = await connection.ask(request_of(method, path, {**self._headers, **(more or {})}, body))
        if said := answer.headers.get("x-cache"):
            self.caches[said] += 1
        if answer.status >= 400:
            raise WrongAnswer(f"{method} {path.partition('?')[0]}: {answer.status} {_told(answer)}")
        return answer


def new_key() -> str:
    return str(uuid4())


def _told(answer: Answer) -> str:
    try:
        return str(answer.json().get("cause", ""))[:200]
    except (ValueError, AttributeError):
        return answer.body[:200].decode("utf-8", "replace")
