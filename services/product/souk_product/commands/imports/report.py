"""What an import says while it runs: JSON lines, for a terminal or a program."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

BETWEEN_S = 0.1


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a line of the file; a warning is told and lived with."""

    line: int
    cause: str
    fix: str
    warning: bool = False


class Report:
    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._said_at = 0.0

    def progress(self, what: str, done: int, total: int) -> None:
        """Not more often than eyes can follow, but always the last one."""
        if done < total and time.monotonic() - self._said_at < BETWEEN_S:
            return
        self._said_at = time.monotonic()
        self._say(event="progress", done=done, total=total, what=what)

    def problem(self, problem: Problem) -> None:
        level = "warning" if problem.warning else "error"
        self._say(event="problem", line=problem.line, cause=problem.cause, fix=problem.fix, level=level)

    def done(self, **counts: int | float) -> None:
        self._say(event="done", **counts)

    def _say(self, **said: object) -> None:
        self._write(json.dumps(said, ensure_ascii=False) + "\n")
