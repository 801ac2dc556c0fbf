"""What the souk command says when it cannot go on: the cause, then the fix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class Refusal(Exception):
    def __init__(self, cause: str, fix: str, log: Sequence[str] = ()) -> None:
        super().__init__(f"{cause} {fix}")
        self.cause = cause
        self.fix = fix
        self.log = tuple(log)


@dataclass(frozen=True, slots=True)
class Problem:
    line: int
    cause: str
    fix: str


class ManifestError(Exception):
    """Everything that is wrong with souk.toml, at once."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__("\n".join(f"{file}:{p.line}: {p.cause} {p.fix}" for p in self.problems))
