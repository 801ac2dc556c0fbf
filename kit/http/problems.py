"""Errors on the wire: problem+json with cause, fix, facts and every wrong field. Status codes live only here."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kit.errors import Kind, SoukError
from kit.observing import telemetry

log = logging.getLogger("kit.http.problems")

STATUS: Mapping[Kind, int] = {
    Kind.INVALID: 400,
    Kind.UNAUTHENTICATED: 401,
    Kind.PAYMENT_REFUSED: 402,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.GONE: 410,
    Kind.PRECONDITION: 412,
    Kind.TOO_LARGE: 413,
    Kind.UNPROCESSABLE: 422,
    Kind.TOO_MANY: 429,
    Kind.UNAVAILABLE: 503,
    Kind.TIMEOUT: 504,
}
KINDS: Mapping[int, Kind] = {status: kind for kind, status in STATUS.items()}
MEDIA_TYPE = "application/problem+json"
INTERNAL_FIX = "Try again. If it stays, give the trace id to whoever runs the shop."
_PLACES = frozenset({"body", "query", "path", "header", "cookie"})


class FieldError(BaseModel):
    field: str = Field(description="Where it stands, as lines.0.sku")
    cause: str
    place: str = Field(default="body", description="body, query, path, header or cookie")


class Problem(BaseModel):
    """Why it was refused and what to do about it."""

    type: str = Field(description="urn:souk:<code>", examples=["urn:souk:out-of-stock"])
    code: str = Field(description="Stable: what to match on", examples=["out-of-stock"])
    title: str
    status: int
    cause: str
    fix: str
    facts: dict[str, Any] = Field(default_factory=dict)
    errors: list[FieldError] = Field(default_factory=list)
    trace_id: str | None = None


class InvalidRequest(SoukError):
    """Lists every wrong field; never repeats what was sent."""

    code = "invalid-request"
    kind = Kind.INVALID

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(
            f"{len(errors)} field{'' if len(errors) == 1 else 's'} of the request cannot be accepted.",
            "Correct the fields listed under errors.",
        )
        self.errors = errors


class NoSuchRoute(SoukError):
    code = "no-such-route"
    kind = Kind.NOT_FOUND

    def __init__(self, path: str) -> None:
        super().__init__("Nothing is served at this path.", "See /openapi.json for what is.", {"path": path[:200]})


class MethodNotAllowed(SoukError):
    code = "method-not-allowed"
    kind = Kind.NOT_FOUND

    def __init__(self, method: str, allowed: str) -> None:
        super().__init__(
            f"This path does not take {method[:16]}.", f"Use {allowed or 'another method'}.", {"allow": allowed}
        )


class BodyTooLarge(SoukError):
    code = "body-too-large"
    kind = Kind.TOO_LARGE

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(f"The body is larger than {limit_bytes} bytes.", "Send less.", {"limit_bytes": limit_bytes})


class InternalError(SoukError):
    code = "internal-error"
    kind = Kind.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__("Something went wrong on our side.", INTERNAL_FIX)


class FrameworkRefusal(SoukError):
    """What the framework refuses by itself, of whatever kind it is."""

    code = "request-refused"
    kind = Kind.INVALID

    def __init__(self, kind: Kind, detail: str) -> None:
        super().__init__(detail, "Correct the request.")
        self.kind = kind  # pyright: ignore[reportAttributeAccessIssue]


def status_of_class(error: type[SoukError]) -> int:
    return _OTHERS.get(error) or STATUS[error.kind]


def status_of(error: SoukError) -> int:
    """By its own kind: what a framework or another service refused says that only when it happens."""
    return _OTHERS.get(type(error)) or STATUS[error.kind]


_OTHERS: Mapping[type[SoukError], int] = {MethodNotAllowed: 405, InternalError: 500}


def problem_response(error: SoukError) -> Response:
    status = status_of(error)
    errors = [field.model_dump() for field in error.errors] if isinstance(error, InvalidRequest) else []
    body = {
        "type": f"urn:souk:{error.code}",
        "code": error.code,
        "title": error.code.replace("-", " ").capitalize(),
        "status": status,
        "cause": error.cause,
        "fix": error.fix,
        "facts": error.facts,
        "errors": errors,
        "trace_id": telemetry.trace_id(),
    }
    content = msgspec.json.encode(body, enc_hook=str)
    return Response(content, status, _headers_of(error, status), MEDIA_TYPE)


def _headers_of(error: SoukError, status: int) -> dict[str, str]:
    headers = {"cache-control": "no-store"}
    retry_after_s = error.facts.get("retry_after_s")
    if isinstance(retry_after_s, int | float):
        headers["retry-after"] = str(max(1, round(retry_after_s)))
    if status == 401:
        headers["www-authenticate"] = "Bearer"
    if isinstance(error, MethodNotAllowed):
        headers["allow"] = str(error.facts["allow"])
    return headers


def field_errors(errors: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    return [_field_error(error) for error in errors]


def _field_error(error: Mapping[str, Any]) -> FieldError:
    place, *rest = [str(part) for part in error["loc"]] or ["body"]
    if place not in _PLACES:
        place, rest = "body", [place, *rest]
    if error["type"] == "json_invalid":
        rest = []
    return FieldError(field=".".join(rest), cause=str(error["msg"]), place=place)


def answer_to(error: Exception, method: str, path: str) -> Response | None:
    """What is refused on purpose, by us or by the framework; None for what nobody expected."""
    refusal = _refusal_of(error, method, path)
    return problem_response(refusal) if refusal else None


def _refusal_of(error: Exception, method: str, path: str) -> SoukError | None:
    if isinstance(error, SoukError):
        return error
    if isinstance(error, RequestValidationError):
        return InvalidRequest(field_errors(error.errors()))
    if not isinstance(error, HTTPException):
        return None
    if error.status_code == 404:
        return NoSuchRoute(path)
    if error.status_code == 405:
        return MethodNotAllowed(method, (error.headers or {}).get("Allow", ""))
    if error.status_code >= 500:
        return InternalError()
    return FrameworkRefusal(KINDS.get(error.status_code, Kind.INVALID), str(error.detail))
