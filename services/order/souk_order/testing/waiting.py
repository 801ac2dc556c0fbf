"""Tests wait for a condition, never for a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def until(true: Callable[[], Awaitable[Any]], within_s: float = 60) -> Any:
    """What it answered when it was true at last."""
    async with asyncio.timeout(within_s):
        while not (found := await true()):  # noqa: ASYNC110 (it happens elsewhere, often in a database)
            await asyncio.sleep(0.005)
    return found
