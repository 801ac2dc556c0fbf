"""A service's process as the one that reloads it sees it: loaded, then given the port, then drained."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cli.dev.serving import FAILED, LOADED, SERVING
from kit.running.draining import DRAIN_SIGNAL, LEAVES_AFTER_S

DRAIN_S = 12.0


class DidNotStart(Exception):
    def __init__(self, said: list[str]) -> None:
        super().__init__("\n".join(said))
        self.said = said


@dataclass(slots=True)
class ServedService:
    process: asyncio.subprocess.Process
    line: socket.socket
    news: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def load(cls, name: str, env: Mapping[str, str], folder: Path, log: Path) -> ServedService:
        """With all its modules imported, and not serving yet."""
        ours, its = socket.socketpair()
        with log.open("ab") as output, its:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", "cli.dev.serving", name, str(its.fileno()),
                stdin=DEVNULL, stdout=output, stderr=output, pass_fds=(its.fileno(),),
                start_new_session=True, cwd=folder, env=dict(env),
            )  # fmt: skip
        news, writer = await asyncio.open_connection(sock=ours.dup())
        served = cls(process, ours, news, writer)
        try:
            await served._told(LOADED)
        except BaseException:
            await served.end()
            raise
        return served

    async def serve(self, listener: socket.socket) -> None:
        socket.send_fds(self.line, [b"."], [listener.fileno()])
        await self._told(SERVING)

    async def ended(self) -> int:
        """Its exit code, once it is gone."""
        return await self.process.wait()

    async def leave(self) -> None:
        """Another serves at its port: it takes nothing new, and leaves its callers the time to go."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(DRAIN_SIGNAL)
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.process.wait(), LEAVES_AFTER_S + DRAIN_S)
        finally:
            await self.end()

    async def end(self) -> None:
        """What it was asked already is answered first."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self.process.wait(), DRAIN_S)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            await self.process.wait()
        self.line.close()
        self.writer.close()

    async def _told(self, what: str) -> None:
        line = await self.news.readline()
        if not line:
            raise DidNotStart([f"It ended with exit code {await self.process.wait()}."])
        news = json.loads(line)
        if news["what"] == FAILED:
            raise DidNotStart(news["said"])
        assert news["what"] == what, news
