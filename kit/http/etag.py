"""Reads carry an ETag; who has that version already gets an empty 304.

What is worth it is compressed here, so that the gateway keeps it compressed and has not to do it for each visitor.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from typing import Any, Final

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

WORTH_BYTES = 860  # what is shorter fits into one packet as it is
GZIP_LEVEL = 2  # a twentieth larger than at 5, in half the time
TAKES_GZIP = re.compile(r"(^|[ ,])gzip *(,|$|; *q=(1|0\.[0-9]*[1-9]))", re.IGNORECASE)

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
    if len(raw) >= WORTH_BYTES:
        headers["vary"] = "Accept-Encoding"
        if TAKES_GZIP.search(request.headers.get("accept-encoding", "")):
            raw = gzip.compress(raw, GZIP_LEVEL, mtime=0)
            headers |= {"content-encoding": "gzip", "etag": f"W/{tag}"}  # the same in meaning, not byte by byte
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
