"""HTTP for one connection, with an end for clients that never finish asking."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADERS_S = 10.0


class Corked:
    """A connection's transport that sends an answer's head together with the first piece of its body.

    The server writes them one after the other; each write is a packet, and wakes up who reads it.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._held = b""

    def write(self, data: bytes) -> None:
        if self._held:
            self._held += data
            self.flush()
        elif data:
            self._held = data
            self._loop.call_soon(self.flush)  # what is written alone goes a moment later

    def flush(self) -> None:
        held, self._held = self._held, b""
        if held and not self._transport.is_closing():
            self._transport.write(held)

    def close(self) -> None:
        self.flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class PromptHeaders(HttpToolsProtocol):
    """Headers have so long, from the connection or from their first byte; uvicorn itself would wait for ever.

    A body has no limit of time here: the gateway reads it whole before it asks a service, and limits who is slow.
    """

    headers_s = HEADERS_S
    answers_are_last = False  # of all connections of a process that drains
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  (as uvicorn has it)
        super().connection_made(cast("asyncio.Transport", Corked(transport, self.loop)))
        self._wait_for_headers()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._wait_for_headers()

    def on_headers_complete(self) -> None:
        self._stop_waiting()
        super().on_headers_complete()
        if self.answers_are_last and self.cycle is not None:
            self.cycle.keep_alive = False

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_headers(self) -> None:
        self._stop_waiting()
        self._late = self.loop.call_later(self.headers_s, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
