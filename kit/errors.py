"""Errors as values: a kind, a cause, a fix and facts. Only kit/http/problems.py knows status codes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, TypeAlias

from pydantic import JsonValue

Facts: TypeAlias = Mapping[str, JsonValue]

NO_FACTS: Facts = MappingProxyType({})


class Kind(StrEnum):
    """What sort of refusal it is; a door translates it into its own language."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    PAYMENT_REFUSED = "payment-refused"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    CONFLICT = "conflict"
    GONE = "gone"
    TOO_LARGE = "too-large"
    UNPROCESSABLE = "unprocessable"
    PRECONDITION = "precondition"
    TOO_MANY = "too-many"
    UNAVAILABLE = "unavailable"
    TIMEOUT = "timeout"


class SoukError(Exception):
    """A refusal that a caller can act on; `facts["retry_after_s"]` becomes Retry-After."""

    kind: ClassVar[Kind] = Kind.CONFLICT
    code: ClassVar[str]  # its stable name on the wire, said by each error itself: "out-of-stock"

    def __init__(self, cause: str, fix: str, facts: Facts = NO_FACTS) -> None:
        super().__init__(cause, fix)
        self.cause = cause
        self.fix = fix
        self.facts: dict[str, JsonValue] = dict(facts)

    def __str__(self) -> str:
        return f"{self.cause} {self.fix}"
