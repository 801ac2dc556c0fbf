"""Many at once, as fast as a small pool of connections can serve them on a busy machine."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable
from typing import TypeVar

MOST = 8  # twice the connections of a test's pool: they compete, and none waits until the pool gives up

T = TypeVar("T")


async def at_once(work: Iterable[Awaitable[T]], most: int = MOST) -> list[T]:
    """Results in the order of `work`."""
    room = asyncio.Semaphore(most)

    async def one(each: Awaitable[T]) -> T:
        async with room:
            return await each

    return await asyncio.gather(*(one(each) for each in work))
