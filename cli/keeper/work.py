"""Work that ends, done in a fork beside the keeper, which must not wait for it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cli.keeper import spawn
from cli.keeper.children import kill_group, said_of
from cli.keeper.lifeline import end_with_lifeline


@dataclass(frozen=True, slots=True)
class Work:
    pid: int
    log: Path

    @classmethod
    def begin(cls, log: Path, lifeline: int, do: Callable[[], None]) -> Work:
        def work() -> int:
            end_with_lifeline(lifeline)
            do()
            return 0

        return cls(spawn.fork(log, lifeline, work), log)

    def failure(self) -> str | None:
        """None while it is under way, empty once it went well, else how it ended."""
        ended, status = os.waitpid(self.pid, os.WNOHANG)
        if not ended:
            return None
        return f"It {said_of(status)}." if status else ""

    def give_up(self) -> None:
        kill_group(self.pid)
        os.waitpid(self.pid, 0)
