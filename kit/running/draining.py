"""A server that leaves without losing a request, while others of its kind go on at the same address.

Who is told to end at once (SIGTERM) closes idle connections, and a request that is just on its way over one is lost.
Who drains (SIGUSR2) takes no new connections and says `Connection: close` with each answer. It closes none by itself
before its callers have had the time to: they keep an idle one for CALLERS_KEEP_S at most.
"""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Callable
from typing import Any, cast

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kit.calls.keeping import CALLERS_KEEP_S
from kit.running.protocol import PromptHeaders

DRAIN_SIGNAL = signal.SIGUSR2
LEAVES_AFTER_S = CALLERS_KEEP_S + 1.0


class DrainingServer(uvicorn.Server):
    def __init__(
        self, config: uvicorn.Config, on_stop: Callable[[], Any], on_serving: Callable[[], Any] = lambda: None
    ) -> None:
        super().__init__(config)
        self._on_stop = on_stop
        self._on_serving = on_serving
        self._drain_asked = False
        self._leaves_at: float | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_serving()

    def handle_exit(self, sig: int, frame: Any) -> None:
        self._on_stop()
        super().handle_exit(sig, frame)

    def ask_to_drain(self, *_: object) -> None:
        """A signal's handler, so the work is left to the loop."""
        self._drain_asked = True

    async def on_tick(self, counter: int) -> bool:
        if self._drain_asked and self._leaves_at is None:
            self._begin_to_leave()
        return await super().on_tick(counter) or self._has_left()

    def _begin_to_leave(self) -> None:
        self._leaves_at = time.monotonic() + LEAVES_AFTER_S
        self._on_stop()
        for server in self.servers:
            server.close()  # this process's hold of the address alone
        PromptHeaders.answers_are_last = True
        for connection in cast("set[HttpToolsProtocol]", self.server_state.connections):
            cycle = connection.cycle
            if cycle is not None and not cycle.response_started:
                cycle.keep_alive = False

    def _has_left(self) -> bool:
        if self._leaves_at is None:
            return False
        return not self.server_state.connections or time.monotonic() > self._leaves_at
