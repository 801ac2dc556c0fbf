"""Two ways to another service: HTTP when it runs apart, its ASGI app when both run together."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp
from starlette.types import ASGIApp, Message
from yarl import URL

from kit import tasks
from kit.calls.keeping import CALLERS_KEEP_S

CONNECT_S = 1.0
MOST_CONNECTIONS = 50


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes


class Unanswered(Exception):
    """Nothing came back; `sent` when the request may have arrived."""

    def __init__(self, why: str, *, sent: bool) -> None:
        super().__init__(why)
        self.why = why
        self.sent = sent


class Wire(Protocol):
    async def send(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> Reply: ...

    async def close(self) -> None: ...


class HttpWire:
    """Opens its session with the first request, in the loop that serves (after a fork)."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def send(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> Reply:
        session = self._session or self._open()
        try:
            async with (
                asyncio.timeout(timeout_s),
                session.request(
                    method,
                    URL(self._address + target, encoded=True),
                    headers=headers,
                    data=body,
                    allow_redirects=False,
                ) as response,
            ):
                return Reply(response.status, await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Unanswered("it cannot be reached", sent=False) from error
        except TimeoutError as error:
            raise Unanswered(f"no answer within {timeout_s:.1f} s", sent=True) from error
        except (aiohttp.ClientError, OSError) as error:
            raise Unanswered("the connection broke", sent=True) from error

    async def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _open(self) -> aiohttp.ClientSession:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=MOST_CONNECTIONS, keepalive_timeout=CALLERS_KEEP_S),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S),
            cookie_jar=aiohttp.DummyCookieJar(),
            # One does not compress for a neighbour: it costs more than the few bytes of wire.
            skip_auto_headers=("Accept-Encoding",),
            auto_decompress=False,
        )
        return self._session


class DirectWire:
    """Calls the other app in this process; past the deadline it goes on alone, as a remote one would."""

    def __init__(self, app: ASGIApp, address: str = "http://127.0.0.1:80") -> None:
        self._app = app
        url = URL(address)
        self._server = (url.host or "127.0.0.1", url.port or 80)
        self._running: set[asyncio.Task[Reply]] = set()

    async def send(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> Reply:
        task = asyncio.create_task(self._ask(method, target, headers, body))
        self._running.add(task)
        task.add_done_callback(self._ended)
        try:
            async with asyncio.timeout(timeout_s):
                return await asyncio.shield(task)
        except TimeoutError as error:
            raise Unanswered(f"no answer within {timeout_s:.1f} s", sent=True) from error

    async def close(self) -> None:
        await tasks.end(self._running)

    def _ended(self, task: asyncio.Task[Reply]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # seen, so that an abandoned one is not reported as lost

    async def _ask(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> Reply:
        path, _, query = target.partition("?")
        sent = False
        status = 500
        chunks: list[bytes] = []

        async def receive() -> Message:
            nonlocal sent
            if sent:
                await asyncio.Event().wait()  # it never hangs up
            sent = True
            return {"type": "http.request", "body": body or b"", "more_body": False}

        async def send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                chunks.append(message.get("body", b""))

        try:
            await self._app(self._scope(method, path, query, headers, body), receive, send)
        except Exception as error:
            raise Unanswered("it broke", sent=True) from error
        return Reply(status, b"".join(chunks))

    def _scope(
        self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes | None
    ) -> dict[str, Any]:
        raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
        raw.append((b"host", f"{self._server[0]}:{self._server[1]}".encode()))
        if body is not None:
            raw.append((b"content-length", str(len(body)).encode()))
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": URL.build(path=path, encoded=True).path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": raw,
            "client": ("127.0.0.1", 0),
            "server": self._server,
        }
