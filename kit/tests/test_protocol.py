from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
import uvicorn

from kit.running.protocol import PromptHeaders


class Impatient(PromptHeaders):
    headers_s = 0.2


async def slow_app(scope: Any, receive: Any, send: Any) -> None:
    await asyncio.sleep(2 * Impatient.headers_s)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
    await send({"type": "http.response.body", "body": b"done"})


@pytest_asyncio.fixture
async def port() -> AsyncIterator[int]:
    server = uvicorn.Server(uvicorn.Config(slow_app, port=0, http=Impatient, lifespan="off", log_config=None))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 (uvicorn has no event for it)
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await serving


async def test_headers_that_never_end_are_given_up(port: int) -> None:
    for begun in (b"", b"GET / HTTP/1.1\r\nhost: x\r\nx-a: "):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(begun)

        assert await until_closed(reader) == b""


async def test_a_request_that_was_asked_whole_may_take_its_time_and_so_may_the_next_one(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(2):
        writer.write(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")

        assert (await reader.readuntil(b"done")).startswith(b"HTTP/1.1 200")

    writer.write(b"GET / HT")
    assert await until_closed(reader) == b""


async def test_head_and_body_of_an_answer_leave_together(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")

    # What arrives first is all of it: a second write would come as a second piece.
    assert (await reader.read(10_000)).endswith(b"\r\n\r\ndone")


async def test_a_head_without_a_body_is_not_held_back(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"HEAD / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")

    assert (await until_closed(reader)).endswith(b"connection: close\r\n\r\n")


async def until_closed(reader: asyncio.StreamReader) -> bytes:
    async with asyncio.timeout(20):
        try:
            return await reader.read()
        except ConnectionResetError:
            return b""
