"""A postman that is killed at the worst moment: started as `kit.tests.doomed_postman DATABASE PORT`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from uuid import UUID

from kit.data.database import Database
from kit.mailing.storage import Mails, Turn
from kit.tests.letters import a_postman


class DoomedMails(Mails):
    """Once the server has taken it, this process is gone."""

    async def take_next(self, lease_s: float, sent: UUID | None = None) -> Turn | None:
        if sent is not None:
            os.kill(os.getpid(), signal.SIGKILL)
        return await super().take_next(lease_s)


async def deliver(url: str, port: str) -> None:
    async with Database(url, name="doomed") as database:
        postman = a_postman(database, int(port))
        postman._mails = DoomedMails(database)
        await postman.run()


def main() -> None:
    asyncio.run(deliver(*sys.argv[1:]))
