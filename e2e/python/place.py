"""A whole shop as `./souk up` opens it, and the commands that are given to it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.databases import Databases, databases_at
from cli import running
from cli.environment import Environments
from cli.home import Home
from cli.shape import Shape


@dataclass(frozen=True)
class Place:
    """Where a shop is, with all that its commands are told."""

    home: Home
    offset: int
    backups: Path | None = None

    @property
    def shape(self) -> Shape:
        return Shape(port_offset=self.offset)

    @property
    def url(self) -> str:
        return self.shape.system(self.home).public_url

    def begins(self, *words: str) -> subprocess.Popen[str]:
        outer = {name: value for name, value in os.environ.items() if not name.startswith("SOUK_")}
        told = {"SOUK_HOME": str(self.home.folder), "SOUK_CARRIER_STEP_S": "0.2"}
        archived = {"SOUK_BACKUP_DIR": str(self.backups)} if self.backups else {}
        return subprocess.Popen(  # noqa: S603 (our own command)
            [sys.executable, "-P", "-m", "cli", *words], cwd=self.home.root, env={**outer, **told, **archived},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def souk(self, *words: str) -> tuple[int, str]:
        process = self.begins(*words)
        said, _ = process.communicate()
        print(f"$ ./souk {' '.join(words)}\n{said}")
        return process.returncode, " ".join(said.split())

    async def does(self, *words: str) -> str:
        code, said = await asyncio.to_thread(self.souk, *words)
        assert code == 0, said
        return said

    async def opens(self, *options: str) -> None:
        await self.does("up", "--detach", "--port-offset", str(self.offset), *options)

    @property
    def environments(self) -> Environments:
        return Environments(self.shape.system(self.home), self.home, self.shape.addresses({}))

    @asynccontextmanager
    async def databases(self) -> AsyncIterator[Databases]:
        server = self.environments.addresses.superuser_url(self.environments.keys)
        async with databases_at(server, list(self.environments.system.services)) as databases:
            yield databases

    def dies(self) -> None:
        """All its processes at once, and then its disk."""
        keeper = running.keeper_pid(self.home)
        assert keeper
        os.kill(keeper, signal.SIGKILL)
