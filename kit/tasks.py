"""How work that runs in tasks of its own ends."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

# Longer than whatever ends in an orderly way takes (a mail that is half handed over, mailing/postman.py), and shorter
# than the 10 s after which a service is ended by force.
AGAIN_S = 8.0


async def end(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancels them, returns once all have ended, and leaves it to who ran them to say what failed.

    Python before 3.12 may lose a cancellation in `wait_for`, which the clients of NATS and SMTP are made of: what goes
    on all the same is cancelled again.
    """
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        ended, left = await asyncio.wait(left, timeout=AGAIN_S)
        for task in ended:
            if not task.cancelled():
                task.exception()  # seen, or it is reported as lost
