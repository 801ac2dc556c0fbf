"""A circuit breaker: after several failures in a row, asks nobody for a while, then lets one through."""

from __future__ import annotations

import time
from collections.abc import Callable


class Breaker:
    def __init__(self, failures: int = 5, rest_s: float = 2.0, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._limit = failures
        self._rest_s = rest_s
        self._monotonic = monotonic
        self._failures = 0
        self._closed_again_at = 0.0

    def allows(self) -> bool:
        """When it is open and rested, one caller may try; the next ones wait for what that one finds."""
        if self._failures < self._limit:
            return True
        now = self._monotonic()
        if now < self._closed_again_at:
            return False
        self._closed_again_at = now + self._rest_s
        return True

    def succeeded(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        self._failures += 1
        if self._failures >= self._limit:
            self._closed_again_at = self._monotonic() + self._rest_s
