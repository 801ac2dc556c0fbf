"""What the souk command says when it cannot go on: the cause, then the fix."""

from __future__ import annotations

from collections.abc import Sequence


class Refusal(Exception):
    def __init__(self, cause: str, fix: str, log: Sequence[str] = ()) -> None:
        super().__init__(f"{cause} {fix}")
        self.cause = cause
        self.fix = fix
        self.log = tuple(log)
