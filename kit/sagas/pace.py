"""How long a saga's process holds it, and how patiently it repeats what got no answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Place: TypeAlias = Literal["before call", "after call", "after save"]
CrashPoint: TypeAlias = Callable[[str, Place], None]


def no_crash(step: str, place: Place) -> None:
    """Tests put a process's death here."""


@dataclass(frozen=True, slots=True)
class Pace:
    lease_s: float = 5.0
    first_pause_s: float = 0.2  # after an outage, while the lease is kept; doubles with every try
    longest_pause_s: float = 15.0
    first_retry_s: float = 1.0  # after an unexpected error, when the lease is given back; doubles with every failure
    longest_retry_s: float = 60.0
    most_failures: int = 8  # then it is parked
    look_every_s: float = 2.0  # for what others left lying
    at_once: int = 20  # sagas that one replica takes over per look

    def pause_s(self, tries: int) -> float:
        return min(self.first_pause_s * 2 ** min(tries, 16), self.longest_pause_s)

    def retry_s(self, failures: int) -> float | None:
        """None: it was tried often enough."""
        if failures >= self.most_failures:
            return None
        return min(self.first_retry_s * 2 ** min(failures - 1, 16), self.longest_retry_s)
