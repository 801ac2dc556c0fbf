"""A request that a cookie authenticates must come from our own pages."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from kit.errors import Kind, SoukError

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
JSON = frozenset({"application/json"})


class CrossSiteRequest(SoukError):
    code = "cross-site-request"
    kind = Kind.FORBIDDEN

    def __init__(self, cause: str) -> None:
        super().__init__(cause, "Send it from the shop's own pages as application/json, or use a bearer token.")


def check_same_site(request: Request, origins: Collection[str]) -> None:
    """SameSite ignores ports and CORS is no defence, so the browser's own word about the sender counts."""
    if request.method in SAFE:
        return
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if (content_type or _has_body(request)) and content_type not in _accepted(request):
        raise CrossSiteRequest(f"A cookie does not authenticate a body of type {content_type or 'none'}.")
    site = request.headers.get("sec-fetch-site")
    if site == "same-origin":
        return
    if site is None and request.headers.get("origin") in origins:
        return
    raise CrossSiteRequest("A cookie authenticates only what our own pages send.")


def _has_body(request: Request) -> bool:
    return request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers


def _accepted(request: Request) -> Collection[str]:
    """JSON, or for an upload the types that its route declares."""
    return getattr(request.scope.get("route"), "body_types", JSON)


async def _same_site_only(request: Request) -> None:
    check_same_site(request, request.scope["app"].state.gate.origins)


# For routes that read a cookie themselves (a refresh token): not a caller, but the same rule.
SameSiteOnly = Annotated[None, Depends(_same_site_only)]
