"""One question to a provider: bounded in size, never led elsewhere, and answered with a JSON object or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import aiohttp

from kit.hosts import is_local

MOST_BYTES: Final = 262_144
Answer = Mapping[str, Any]


class Unusable(Exception):
    """Nothing that can be worked with; says why, for the log."""


async def ask(
    method: str, url: str, *, headers: Mapping[str, str] | None = None, form: Mapping[str, str] | None = None
) -> tuple[int, Answer]:
    """Within the deadline of the caller, who holds it over all its questions together."""
    try:
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False) as session,
            session.request(
                method,
                url,
                headers={"accept": "application/json", "accept-encoding": "identity", **(headers or {})},
                data=form,
                allow_redirects=False,
            ) as response,
        ):
            return response.status, _object_in(await _bounded(response))
    except (aiohttp.ClientError, OSError, UnicodeError) as error:
        raise Unusable(f"{_host(url)} cannot be reached: {type(error).__name__}") from error


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for piece in response.content.iter_chunked(16_384):
        body += piece
        if len(body) > MOST_BYTES:
            raise Unusable(f"{response.url.host} answered with more than {MOST_BYTES} bytes")
    return bytes(body)


def _object_in(body: bytes) -> Answer:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise Unusable("the answer is no JSON") from None
    if not isinstance(said, dict):
        raise Unusable("the answer is no JSON object")
    return said


def checked_address(said: object, issuer: str) -> str:
    """An address that a provider names for itself: by https, unless it is on this machine, as in tests."""
    parts = _parts(said) if isinstance(said, str) and "#" not in said else None
    schemes = {"https", "http"} if parts and is_local(parts.geturl()) and is_local(issuer) else {"https"}
    if parts and parts.hostname and parts.scheme in schemes:
        return parts.geturl()
    raise Unusable("it names an address that is no https address")


def _parts(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _host(url: str) -> str:
    return urlsplit(url).hostname or "the provider"
