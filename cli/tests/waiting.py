"""Tests wait for a condition, never for a moment."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE_S = 60.0


def until(holds: Callable[[], bool]) -> None:
    waited_until = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < waited_until, "it did not come true"
        time.sleep(0.02)
