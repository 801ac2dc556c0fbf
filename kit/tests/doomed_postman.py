"""A service that is killed at the worst moment: started as `kit.tests.doomed_postman DATABASE PORT MOMENT [POSTS]`.

MOMENT: `carrying`, with a mail in hand and nothing said yet, or `noting`, once the server has taken it. POSTS: the kind
of mail that it writes itself (`mail`, `code`), else it sends what waits.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from uuid import UUID

from kit.data.database import Database
from kit.mailing.message import Envelope
from kit.mailing.smtp import SmtpCarrier
from kit.mailing.storage import Mails, Turn
from kit.tests.letters import RESTING, a_mail, a_postman, at_rest, post, soon


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class NeverNotes(Mails):
    async def take_next(self, lease_s: float, sent: Sequence[UUID] = ()) -> Turn | None:
        if sent:
            die()
        return await super().take_next(lease_s)


class NeverCarries(SmtpCarrier):
    async def carry(self, envelope: Envelope) -> None:
        die()


async def deliver(url: str, port: str, moment: str, posts: str | None = None) -> None:
    async with Database(url, name="doomed") as database:
        carrier = NeverCarries if moment == "carrying" else SmtpCarrier
        postman = a_postman(database, int(port), RESTING, carrier=carrier)
        if moment == "noting":
            postman._mails = NeverNotes(database)
        running = asyncio.create_task(postman.run())
        if posts:
            await at_rest(database)
            await post(database, a_mail(code_until=soon() if posts == "code" else None))
        await running


def main() -> None:
    asyncio.run(deliver(*sys.argv[1:]))
