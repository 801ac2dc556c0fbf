"""Tests wait for a condition, never for a moment."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

PATIENCE_S = 60.0
LOOK_S = 0.02


async def until(true: Callable[[], Any], patience_s: float = PATIENCE_S) -> None:
    """Waits for what another task or process does, and fails when it does not; `true` may be asynchronous."""
    deadline = time.monotonic() + patience_s
    while True:
        found = true()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return
        assert time.monotonic() < deadline, "It did not happen in time."
        await asyncio.sleep(LOOK_S)


def wait_until(true: Callable[[], Any], patience_s: float = PATIENCE_S, look_s: float = LOOK_S) -> None:
    """`until`, for a test without a loop."""
    deadline = time.monotonic() + patience_s
    while not true():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(look_s)
