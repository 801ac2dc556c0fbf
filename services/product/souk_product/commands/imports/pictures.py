"""Fetching pictures that a file names: bounded in size, time and number, and quick to give up on a silent host."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from yarl import URL

from souk_product.commands.imports.picture_source import AT_ONCE, NoPicture
from souk_product.commands.imports.public_addresses import IsPublic, NotPublic, PublicResolver, check_literal, is_public
from souk_product.commands.imports.renditions import PictureUnreadable, Renditions, renditions_of

MOST_BYTES = 20_000_000
CONNECT_S = 3.0
WHOLE_S = 20.0
MOST_HOPS = 3
SILENT_AFTER = 2  # failed connections in a row
PORTS = frozenset({80, 443})
CHUNK = 65_536


@dataclass
class _Host:
    """Until a host has answered once, only one asks it; the others learn from that."""

    failures: int = 0
    answers: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class WebPictures:
    def __init__(self, session: aiohttp.ClientSession, allowed: IsPublic, ports: frozenset[int] | None) -> None:
        self._session = session
        self._allowed = allowed
        self._ports = ports
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)

    async def fetch(self, source: str) -> Renditions:
        try:
            async with asyncio.timeout(WHOLE_S):
                data = await self._follow(URL(source))
        except ValueError as error:  # an address that is none
            raise NoPicture("its address is not an ordinary web address") from error
        except TimeoutError:
            raise NoPicture(f"it did not arrive within {WHOLE_S:.0f} s") from None
        try:
            return await asyncio.to_thread(renditions_of, data)
        except PictureUnreadable as error:
            raise NoPicture(str(error)) from error

    async def _follow(self, url: URL) -> bytes:
        for _ in range(MOST_HOPS + 1):
            found = await self._ask_host(url)
            if isinstance(found, bytes):
                return found
            url = found
        raise NoPicture(f"it was redirected more than {MOST_HOPS} times")

    async def _ask_host(self, url: URL) -> bytes | URL:
        host = self._hosts[url.host or ""]
        if host.answers:
            return await self._ask(url, host)
        async with host.turn:
            return await self._ask(url, host)

    async def _ask(self, url: URL, host: _Host) -> bytes | URL:
        if host.failures >= SILENT_AFTER:
            raise NoPicture(f"{url.host} does not answer, so it was not asked again")
        if url.scheme not in ("http", "https") or (self._ports is not None and url.port not in self._ports):
            raise NoPicture("its address is not an ordinary web address")
        try:
            check_literal(url, self._allowed)
            async with self._session.get(url, allow_redirects=False) as answer:
                host.answers, host.failures = True, 0
                return await _read(url, answer)
        except NotPublic as error:
            raise NoPicture(str(error)) from error
        except (aiohttp.ClientConnectionError, TimeoutError) as error:
            if isinstance(error.__cause__, NotPublic):
                raise NoPicture(str(error.__cause__)) from error
            host.failures += 1
            raise NoPicture(f"{url.host} cannot be reached") from error
        except (aiohttp.ClientError, ValueError) as error:
            raise NoPicture(f"{url.host} gave no usable answer") from error


async def _read(url: URL, answer: aiohttp.ClientResponse) -> bytes | URL:
    if answer.status in (301, 302, 303, 307, 308) and "location" in answer.headers:
        return url.join(URL(answer.headers["location"]))
    if answer.status != 200:
        raise NoPicture(f"{url.host} answered {answer.status}")
    if (answer.content_length or 0) > MOST_BYTES:
        raise NoPicture(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    data = bytearray()
    async for chunk in answer.content.iter_chunked(CHUNK):
        data += chunk
        if len(data) > MOST_BYTES:
            raise NoPicture(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    return bytes(data)


@asynccontextmanager
async def web_pictures(
    allowed: IsPublic = is_public, ports: frozenset[int] | None = PORTS
) -> AsyncIterator[WebPictures]:
    """Asks directly, never through a proxy: a proxy would resolve names itself."""
    connector = aiohttp.TCPConnector(resolver=PublicResolver(allowed), limit=AT_ONCE, use_dns_cache=False)
    timeout = aiohttp.ClientTimeout(total=WHOLE_S, sock_connect=CONNECT_S, connect=CONNECT_S + WHOLE_S / 2)
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=timeout,
        trust_env=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"user-agent": "Souk catalogue import", "accept": "image/webp,image/png,image/jpeg,image/gif"},
    ) as session:
        yield WebPictures(session, allowed, ports)
