"""A browser as light as it can be: keep-alive HTTP/1.1 on asyncio, so that the load leaves the machine to the shop."""

from __future__ import annotations

import asyncio
import itertools
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import httptools

ANSWER_S = 30.0
# A visitor asks so much, then the next one comes: the gateway counts by address.
REQUESTS_PER_VISITOR = 100


class Unanswered(Exception):
    """The connection ended, or an answer took too long."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]  # of several with one name the last
    body: bytes
    cookies: Mapping[str, str]

    def json(self) -> Any:
        gzipped = self.headers.get("content-encoding") == "gzip"
        return json.loads(zlib.decompress(self.body, 31) if gzipped else self.body)


@dataclass(slots=True)
class _Reading:
    done: asyncio.Future[Answer]
    headers: dict[str, str] = field(default_factory=dict[str, str])
    cookies: dict[str, str] = field(default_factory=dict[str, str])
    pieces: list[bytes] = field(default_factory=list[bytes])


class Connection(asyncio.Protocol):
    """One request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._parser: Any = None
        self._reading: _Reading | None = None
        self.requests = 0

    @property
    def usable(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    async def ask(self, request: bytes) -> Answer:
        transport = self._transport
        if transport is None or transport.is_closing():
            raise Unanswered("the connection is closed")
        self.requests += 1
        self._parser = httptools.HttpResponseParser(self)
        reading = self._reading = _Reading(asyncio.get_running_loop().create_future())
        transport.write(request)
        try:
            async with asyncio.timeout(ANSWER_S):
                return await reading.done
        except TimeoutError:
            self.close()
            raise Unanswered(f"no answer within {ANSWER_S:g} s") from None

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by its type

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._fail(f"an answer that is no HTTP: {error}")
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(f"the connection was lost: {exc}" if exc else "the connection was closed before the answer")

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._reading is None:
            return
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        if key == "set-cookie":
            cookie, _, kept = text.partition(";")[0].partition("=")
            self._reading.cookies[cookie] = kept
        else:
            self._reading.headers[key] = text

    def on_body(self, body: bytes) -> None:
        if self._reading is not None:
            self._reading.pieces.append(body)

    def on_message_complete(self) -> None:
        reading, self._reading = self._reading, None
        if reading is not None and not reading.done.done():
            status = self._parser.get_status_code()
            reading.done.set_result(Answer(status, reading.headers, b"".join(reading.pieces), reading.cookies))

    def _fail(self, why: str) -> None:
        reading, self._reading = self._reading, None
        if reading is not None and not reading.done.done():
            reading.done.set_exception(Unanswered(why))


def addresses() -> Iterator[str]:
    """Of visitors: all of 127.0.0.0/8 is this machine. Not 127.0.0.x, which others use."""
    for second, third, fourth in itertools.product(range(1, 255), range(256), range(1, 255)):
        yield f"127.{second}.{third}.{fourth}"


async def connected(port: int, address: str) -> Connection:
    loop = asyncio.get_running_loop()
    _, connection = await loop.create_connection(Connection, "127.0.0.1", port, local_addr=(address, 0))
    return connection


def request_of(method: str, path: str, headers: Mapping[str, str], body: Any = None) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    content = b""
    if body is not None:
        content = json.dumps(body, separators=(",", ":")).encode()
        lines += ["content-type: application/json", f"content-length: {len(content)}"]
    elif method not in ("GET", "HEAD"):
        lines.append("content-length: 0")
    return "\r\n".join([*lines, "", ""]).encode() + content
