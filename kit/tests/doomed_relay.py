"""A relay that is killed at the worst moment: `python -m kit.tests.doomed_relay DATABASE NATS PASSWORD`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any

from kit.data.database import Database
from kit.messaging.broker import Broker
from kit.messaging.outbox import carry_batch
from kit.messaging.publishing import Publisher


class DoomedConnection:
    """Reads as any other; the first time it is to change something, this process is gone."""

    def __init__(self, connection: Any) -> None:
        self.fetch = connection.fetch

    async def execute(self, *_: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


async def main(database_url: str, nats_url: str, password: str) -> None:
    broker = Broker("bell", nats_url, password)
    await broker.open()
    connection: Any = DoomedConnection(await Database(database_url).connect())
    async with Publisher(await broker.client()) as publisher:
        await carry_batch(connection, publisher)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
