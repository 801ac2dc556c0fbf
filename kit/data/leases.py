"""Who holds something for a time says again and again that it lives."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger("kit.data.leases")


async def keep(lease_s: float, extend: Callable[[], Awaitable[object]]) -> None:
    """Until it is cancelled. No error ends it: after a slow statement the next try may still come in time."""
    while True:
        await asyncio.sleep(lease_s / 3)
        try:
            await extend()
        except Exception as error:
            log.warning("A lease could not be extended.", exc_info=error)
