"""A periodic job that is killed with a row in its hands: started as `kit.tests.doomed_job DATABASE`."""

from __future__ import annotations

import asyncio
import sys

from kit.data.database import Database, PostgresStore
from kit.running.jobs import Jobs, run
from kit.tests.bells import a_ring


class Hours(PostgresStore):
    """Bells that are to be rung, in a table of the test's own; each is struck with its row."""

    async def strike_next(self) -> bool:
        async with self.transaction() as striking:
            tone = await striking.fetchval(
                "delete from hours where tone = (select tone from hours limit 1 for update skip locked) returning tone"
            )
            if tone is None:
                return False
            await self.before_it_is_kept()
            await striking.publish(a_ring(tone))
        return True

    async def before_it_is_kept(self) -> None:
        """Where a test looks."""


class HangingHours(Hours):
    async def before_it_is_kept(self) -> None:
        await asyncio.Event().wait()


jobs: Jobs[Hours] = Jobs()


@jobs.every(seconds=0.02)
async def strike(hours: Hours) -> None:
    while await hours.strike_next():
        pass


async def strike_and_hang(url: str) -> None:
    async with Database(url, name="doomed") as database:
        await run(jobs, HangingHours(database))


def main() -> None:
    asyncio.run(strike_and_hang(*sys.argv[1:]))
