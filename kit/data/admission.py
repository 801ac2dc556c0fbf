"""Who begins before its database is there tries until it is let in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from kit.data.database_errors import DatabaseUnavailable

PATIENCE_S = 600.0  # whoever makes the database may wait for servers first
AGAIN_S = 1.0
T = TypeVar("T")


async def once_let_in(work: Callable[[], Awaitable[T]], patience_s: float = PATIENCE_S) -> T:
    """The server may still be starting, or nobody has made the database and its roles. Raises DatabaseUnavailable.

    `work` may be repeated.
    """
    loop = asyncio.get_running_loop()
    deadline, said = loop.time() + patience_s, ""
    while True:
        try:
            return await work()
        except DatabaseUnavailable as away:
            if loop.time() > deadline:
                raise
            if away.cause != said:
                said = away.cause
                print(f"Waiting. {said}", flush=True)
            await asyncio.sleep(AGAIN_S)
