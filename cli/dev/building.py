"""The servers of one micro frontend's sources: its remote's watch build, and a zone's own server in development."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch

from cli.dev.beside import Beside
from cli.home import Home
from cli.manifest import LOOPBACK, Mfe
from cli.node import Node
from cli.refusals import Refusal

STARTS_S = 120.0
LOOK_S = 0.1
LAST_LINES = 15
COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class FromSources:
    home: Home
    mfe: Mfe
    zone_env: Mapping[str, str]  # what tells a zone where it asks services
    say: Say

    @property
    def folder(self) -> Path:
        return self.home.root / self.mfe.folder

    @property
    def has_remote(self) -> bool:
        return (self.folder / "rsbuild.config.ts").is_file()

    async def remote(self, port: int) -> Beside:
        program = self._tool("@rsbuild/core", "rsbuild")
        return await self._start("remote", [*program, "dev"], {"SOUK_DEV_PORT": str(port)})

    async def zone(self, port: int) -> Beside:
        program = self._tool("next", "next")
        told = {**self.zone_env, "NEXT_TELEMETRY_DISABLED": "1"}
        return await self._start("zone", [*program, "dev", "--hostname", LOOPBACK, "--port", str(port)], told)

    async def _start(self, kind: str, command: list[str], told: Mapping[str, str]) -> Beside:
        env = Node(self.home).env({"NO_COLOR": "1", "FORCE_COLOR": "0", **told})
        return await Beside.program(command, env, self.folder, self.home.log_of(f"dev-{self.mfe.name}-{kind}"))

    def _tool(self, package: str, name: str) -> list[str]:
        """By what its package.json says, and without pnpm, which would be a process more to end."""
        folder = self.folder / "node_modules" / package
        said = json.loads((folder / "package.json").read_text("utf-8"))["bin"]
        program = said if isinstance(said, str) else said[name]
        return [str(Node(self.home).program), str(folder / program)]

    async def keep_zone(self, port: int, begun: Beside) -> None:
        """A zone reads its texts when it starts, so with each text that changes it starts anew."""
        server = begun
        try:
            async for _ in awatch(self.folder / "src", watch_filter=Texts(), debounce=200, step=50):
                self.say("a text changed, so its pages start anew…")
                await server.end()
                server = await self.zone(port)
                await answering(server, port, self.say)
        finally:
            await server.end()


class Texts(DefaultFilter):
    def __call__(self, change: Change, path: str) -> bool:
        file = Path(path)
        return super().__call__(change, path) and file.suffix == ".json" and file.parent.name == "messages"


async def answering(server: Beside, port: int, say: Say) -> None:
    """Until it listens; what it says goes on being told while it lives."""
    told: list[str] = []

    async def listen() -> None:
        async for line in server.lines():
            if plain := COLOURS.sub("", line).strip():
                told.append(plain)
                say(plain)

    telling = asyncio.create_task(listen())
    _kept.add(telling)
    telling.add_done_callback(_kept.discard)
    try:
        async with asyncio.timeout(STARTS_S):
            while not await asyncio.to_thread(_listens, port):
                if server.process.returncode is not None:
                    raise Refusal(
                        f"It ended with exit code {server.process.returncode}.",
                        "Its last lines are above.",
                        told[-LAST_LINES:],
                    )
                await asyncio.sleep(LOOK_S)
    except TimeoutError:
        raise Refusal(
            f"It does not listen after {STARTS_S:.0f} s.", "Its last lines are above.", told[-LAST_LINES:]
        ) from None


_kept: set[asyncio.Task[None]] = set()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]
