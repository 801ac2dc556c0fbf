"""The service that is asked, and what its own document says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from cli.conform.callers import Callers
from cli.conform.wire import Answer, Wire

METHODS = ("get", "post", "put", "patch", "delete")
OPEN = frozenset({"anyone", "maybe-shopper", "perhaps-shopper"})  # whom a stranger is among
KEY = "Idempotency-Key"
NOBODY = str(UUID(int=0))


class NotTried(Exception):
    """Why a rule could not be asked about here."""


class HasNone(Exception):
    """The service has nothing that the rule is about."""


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    says: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def callers(self) -> tuple[str, ...]:
        return tuple(self.says.get("x-callers", ()))

    @property
    def is_open(self) -> bool:
        return bool(self.callers) and set(self.callers) <= OPEN

    @property
    def takes_json(self) -> bool:
        return "application/json" in self.says.get("requestBody", {}).get("content", {})

    @property
    def json_body(self) -> Mapping[str, Any]:
        """What the document says of the body: its schema, and an example where it gives one."""
        return self.says.get("requestBody", {}).get("content", {}).get("application/json", {})

    @property
    def wants_key(self) -> bool:
        return any(each.get("name") == KEY and each.get("required") for each in self.says.get("parameters", ()))

    def address(self, value: str = NOBODY) -> str:
        """With `value` for every part of the path that varies."""
        words = (value if word.startswith("{") else word for word in self.path.split("/"))
        return "/".join(words)


@dataclass(frozen=True)
class Subject:
    """`pid`: of a service whose process may be ended here; `callers`: who the suite can be beside a stranger."""

    wire: Wire
    origins: tuple[str, ...] = ()
    pid: int | None = None
    callers: Callers | None = None
    contract: Mapping[str, Any] | None = None
    walks: Mapping[str, Any] = field(default_factory=dict[str, Any])  # by the route, what is done before it
    neighbours: Mapping[str, str] = field(default_factory=dict[str, str])  # the addresses of those asked then
    sent: dict[str, Answer] = field(default_factory=dict)

    @cached_property
    def document(self) -> Mapping[str, Any]:
        found = self.wire.send("GET", "/openapi.json").json
        return found if isinstance(found, dict) else {}

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        paths = self.document.get("paths")
        found = tuple(_operations(paths)) if isinstance(paths, dict) else ()
        if not found:
            raise NotTried("its OpenAPI document names no route")
        return found

    @property
    def any_path(self) -> str:
        """One that a browser would read."""
        reads = (each for each in self.operations if each.method == "get" and each.is_open)
        return next((each.address() for each in reads), "/api/v1")

    def proof_for(self, operation: Operation) -> Mapping[str, str] | None:
        """The headers of somebody who may ask it; None where nobody here can be that."""
        if operation.is_open:
            return {}
        return self.callers.headers(operation.callers) if self.callers and operation.callers else None

    def as_stranger(self, operation: Operation, headers: Mapping[str, str] | None = None) -> Answer:
        """Nobody signed in, an empty body, and a key where one is wanted, so that only the caller is wrong."""
        key = {KEY: "conformance-stranger"} if operation.wants_key else {}
        body = None if operation.method in ("get", "delete") else b"{}"
        kind = {"content-type": "application/json"} if body else {}
        return self.wire.send(operation.method.upper(), operation.address(), {**kind, **key, **(headers or {})}, body)

    def answer_to_stranger(self, operation: Operation) -> Answer:
        """Asked once, whichever rules look at it."""
        if operation.name not in self.sent:
            self.sent[operation.name] = self.as_stranger(operation)
        return self.sent[operation.name]


def _operations(paths: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in paths.items():
        for method in METHODS:
            if isinstance(methods, dict) and method in methods:
                yield Operation(method, path, methods[method])
