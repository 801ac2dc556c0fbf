"""A test that failed: what it is called, why, and the command that runs it alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_REASON = 240
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class Failure:
    name: str
    reason: str
    command: str

    def __str__(self) -> str:
        return f"✗ {self.name}\n    {self.reason}\n    {self.command}"


def one_line(text: str) -> str:
    """The beginning of what a test runner says, which is where it says the cause."""
    words = " ".join(COLOURS.sub("", text).split())
    return words if len(words) <= LONGEST_REASON else f"{words[: LONGEST_REASON - 1]}…"


def all_named(failures: Iterable[Failure], exit_code: int, command: str) -> tuple[Failure, ...]:
    """A run that ended badly without naming a test is a failure of its own."""
    named = tuple(failures)
    if named or not exit_code:
        return named
    return (Failure("the run itself", f"It ended with exit code {exit_code} and named no test: see above.", command),)
