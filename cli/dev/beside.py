"""Processes that work for ./souk dev and end with it, however it ends: each holds the reading end of a pipe of ours."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LONGEST_LINE = 1 << 20
GRACE_S = 8.0


@dataclass(slots=True)
class Beside:
    process: asyncio.subprocess.Process
    lifeline: int  # our end of its pipe
    log: Path | None = None

    @classmethod
    async def program(cls, command: Sequence[str], env: Mapping[str, str], folder: Path, log: Path) -> Beside:
        """Another program; what it prints is kept too. `cli.keeper.leash` ends it when the pipe closes."""
        its, ours = os.pipe()
        leash = [sys.executable, "-P", "-m", "cli.keeper.leash", str(its), str(int(signal.SIGTERM))]
        try:
            process = await asyncio.create_subprocess_exec(
                *leash, *command, stdin=asyncio.subprocess.DEVNULL, stdout=PIPE, stderr=STDOUT, limit=LONGEST_LINE,
                pass_fds=(its,), start_new_session=True, cwd=folder, env=dict(env),
            )  # fmt: skip
        finally:
            os.close(its)
        return cls(process, ours, log)

    @classmethod
    async def module(cls, module: str, *arguments: str, folder: Path, log: Path, keeps: Sequence[int] = ()) -> Beside:
        """One of ours, whose input is the pipe; what goes wrong in it goes into the log."""
        its, ours = os.pipe()
        try:
            with log.open("ab") as errors:
                process = await asyncio.create_subprocess_exec(
                    sys.executable, "-P", "-m", module, *arguments, stdin=its, stdout=PIPE, stderr=errors,
                    limit=LONGEST_LINE, pass_fds=tuple(keeps), start_new_session=True, cwd=folder,
                )  # fmt: skip
        finally:
            os.close(its)
        return cls(process, ours)

    async def lines(self) -> AsyncIterator[str]:
        """What it says, until it is gone."""
        assert self.process.stdout
        with contextlib.ExitStack() as stack:
            kept = stack.enter_context(self.log.open("ab")) if self.log else None
            async for line in self.process.stdout:
                if kept:
                    kept.write(line)
                    kept.flush()
                yield line.decode("utf-8", "replace").rstrip()

    async def end(self, patience_s: float = GRACE_S) -> None:
        """By closing the pipe, which is all that it waits for."""
        if self.lifeline >= 0:
            os.close(self.lifeline)
            self.lifeline = -1
        try:
            await asyncio.wait_for(self.process.wait(), patience_s)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            await self.process.wait()
