"""A relay that is killed at the worst moment: started as `kit.tests.doomed_relay DATABASE NATS PASSWORD`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any

from kit.data.database import Database
from kit.messaging.announced import KEEP
from kit.messaging.broker import Broker
from kit.messaging.outbox import Relay


class DoomedConnection:
    """As any other; when it is to note that a batch was announced, this process is gone."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    async def execute(self, statement: str, *args: Any) -> Any:
        if statement == KEEP:
            os.kill(os.getpid(), signal.SIGKILL)
        return await self._connection.execute(statement, *args)


class DoomedDatabase(Database):
    async def connect(self, **settings: str) -> Any:
        return DoomedConnection(await super().connect(**settings))


async def carry(database_url: str, nats_url: str, password: str) -> None:
    broker = Broker("bell", nats_url, password)
    await broker.open()
    await Relay(DoomedDatabase(database_url, name="doomed"), broker).run()


def main() -> None:
    asyncio.run(carry(*sys.argv[1:]))
