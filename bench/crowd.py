"""The load program as the bench holds it: started once for a shop, ended whatever happens."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any

from bench.load import Job
from bench.visitors import Place
from cli.home import ROOT
from cli.refusals import Refusal

# Latencies of one job come in one line.
LONGEST_LINE = 64 * 1024 * 1024


@dataclass(frozen=True)
class Crowd:
    _process: asyncio.subprocess.Process

    @property
    def has_ended(self) -> bool:
        return self._process.returncode is not None

    async def visit(self, job: Job, before: Callable[[], Awaitable[Any]]) -> dict[str, Any]:
        """`before`: called once the shop is warm, right before what counts."""
        await self._say(json.dumps(asdict(job)))
        await self._hear()
        await before()
        await self._say("go")
        return await self._hear()

    async def _say(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n".encode())
        await self._process.stdin.drain()

    async def _hear(self) -> dict[str, Any]:
        assert self._process.stdout
        line = await self._process.stdout.readline()
        if not line:
            code = await self._process.wait()
            raise Refusal(f"The load program ended with exit code {code}.", "What it said stands above.")
        return json.loads(line)


@contextlib.asynccontextmanager
async def a_crowd(place: Place) -> AsyncIterator[Crowd]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "bench.load"), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        cwd=ROOT, limit=LONGEST_LINE, start_new_session=True,
    )  # fmt: skip
    crowd = Crowd(process)
    try:
        await crowd._say(json.dumps(asdict(place)))
        yield crowd
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
