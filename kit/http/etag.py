"""Reads carry an ETag; who has that version already gets an empty 304."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

# For `@router.get(..., responses=NOT_MODIFIED)`, so that the OpenAPI document knows it.
NOT_MODIFIED: Final[dict[int | str, dict[str, Any]]] = {304: {"description": "You have this version already"}}


def etagged(
    request: Request,
    content: bytes | str | BaseModel,
    version: object = None,
    *,
    cache_control: str = "no-cache",
) -> Response:
    """Tagged by `version`, else by what is sent; "no-cache" lets a browser keep it, but ask each time."""
    raw = _raw(content)
    tag = f'"{version}"' if version is not None else f'"{hashlib.sha256(raw).hexdigest()[:24]}"'
    headers = {"etag": tag, "cache-control": cache_control}
    if matches(request.headers.get("if-none-match"), tag):
        return Response(None, 304, headers)
    return Response(raw, 200, headers, "application/json")


def matches(if_none_match: str | None, tag: str) -> bool:
    """Weak comparison: a proxy that compresses marks our tag as weak."""
    if not if_none_match:
        return False
    known = (part.strip().removeprefix("W/") for part in if_none_match.split(","))
    return if_none_match.strip() == "*" or tag in known


def _raw(content: bytes | str | BaseModel) -> bytes:
    if isinstance(content, BaseModel):
        return content.model_dump_json().encode()
    return content.encode() if isinstance(content, str) else content
