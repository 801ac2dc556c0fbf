"""What a rule finds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """`file` is relative to the repository; a warning is said but fails nothing."""

    file: Path
    line: int
    rule: str
    cause: str
    fix: str
    warning: bool = False

    def __str__(self) -> str:
        mark = "warning: " if self.warning else ""
        return f"{self.file}:{self.line}: {mark}[{self.rule}] {self.cause} {self.fix}"
