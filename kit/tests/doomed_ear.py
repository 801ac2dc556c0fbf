"""A follower that is killed at the worst moment: started as `kit.tests.doomed_ear DATABASE NATS PASSWORD`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence

from kit.data.database import Database, PostgresStore
from kit.messaging.broker import Broker
from kit.messaging.handlers import Handlers
from kit.messaging.inbox import Inbox
from kit.tests.bells import BellRang

handlers: Handlers[PostgresStore] = Handlers()


@handlers.on_many(BellRang)
async def die_when_it_is_kept(events: Sequence[BellRang], store: PostgresStore) -> None:
    async with store.transaction(once=[event.id for event in events]):
        pass
    os.kill(os.getpid(), signal.SIGKILL)


async def listen(database_url: str, nats_url: str, password: str) -> None:
    broker = Broker("ear", nats_url, password)
    await broker.open()
    async with Database(database_url) as database:
        await Inbox("ear", database, broker, handlers, PostgresStore(database)).run()


def main() -> None:
    asyncio.run(listen(*sys.argv[1:]))
