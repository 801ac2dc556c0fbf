"""A process of the order service that kills itself with SIGKILL at one point of a checkout.

python -m souk_order.testing.dies <database url> <stock file> <card number> <step> <place>
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from kit.data.database import Database
from kit.sagas.pace import Pace, Place
from souk_order.testing.kept import PostgresKept
from souk_order.testing.shop import OrderShop

# Short, so that a test may wait for it to pass; the heartbeat keeps it alive while the process lives.
LEASE_S = 1.2


async def run(url: str, stock_file: str, card: str, dies_in: str, dies_at: str) -> None:
    def crash_point(step: str, place: Place) -> None:
        if (step, place) == (dies_in, dies_at):
            os.kill(os.getpid(), signal.SIGKILL)

    async with Database(url) as database:
        shop = OrderShop(PostgresKept(database), stock_file=Path(stock_file))
        await shop.places(number=card, deps=shop.replica(crash_point, Pace(LEASE_S)))


def main() -> None:
    asyncio.run(run(*sys.argv[1:]))


if __name__ == "__main__":
    main()
