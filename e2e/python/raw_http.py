"""Requests as a test writes them, over connections that stay open: no client's own ideas of what may be sent.

It also costs a tenth of what a client for every purpose does, which counts for thousands of requests.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import httptools

HOST = "127.0.0.1"
ANSWER_S = 60.0
# Their length is told even when nothing is sent.
WITH_BODY = ("POST", "PUT", "PATCH")


@dataclass
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    is_whole: bool = False

    # What httptools calls:

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_body(self, body: bytes) -> None:
        self.body += body

    def on_message_complete(self) -> None:
        self.is_whole = True


class Connections:
    """A few to one port, each with one request at a time."""

    def __init__(self, port: int, most: int) -> None:
        self._port = port
        self._free: asyncio.LifoQueue[tuple[asyncio.StreamReader, asyncio.StreamWriter] | None] = asyncio.LifoQueue()
        for _ in range(most):
            self._free.put_nowait(None)

    async def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        sent = written(method, path, headers, body)
        kept = await self._free.get()
        stays = None
        try:
            async with asyncio.timeout(ANSWER_S):
                if kept is not None:
                    with suppress(ConnectionError):  # closed since the last answer
                        answer, stays = await self._exchange(kept, sent)
                        return answer
                answer, stays = await self._exchange(await asyncio.open_connection(HOST, self._port), sent)
                return answer
        finally:
            self._free.put_nowait(stays)

    async def close(self) -> None:
        while not self._free.empty():
            if connection := self._free.get_nowait():
                connection[1].close()

    async def _exchange(
        self, connection: tuple[asyncio.StreamReader, asyncio.StreamWriter], sent: bytes
    ) -> tuple[Answer, tuple[asyncio.StreamReader, asyncio.StreamWriter] | None]:
        """The answer, and the connection if it stays open."""
        reader, writer = connection
        answer = Answer()
        parser = httptools.HttpResponseParser(answer)
        with suppress(ConnectionError):  # who refuses a large body reads no further, and answers
            writer.write(sent)
        while not answer.is_whole:
            data = await reader.read(1 << 16)
            if not data:
                writer.close()
                raise ConnectionResetError
            parser.feed_data(data)
        answer.status = parser.get_status_code()
        if parser.should_keep_alive():
            return answer, connection
        writer.close()
        return answer, None


@asynccontextmanager
async def connections(port: int, most: int) -> AsyncIterator[Connections]:
    opened = Connections(port, most)
    try:
        yield opened
    finally:
        await opened.close()


def written(method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> bytes:
    length = {"content-length": str(len(body or b""))} if body or method in WITH_BODY else {}
    lines = {"host": HOST, **length, **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + (body or b"")
