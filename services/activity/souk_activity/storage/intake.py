"""What browsers tell, in PostgreSQL: by COPY, and counted in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import asyncpg

from kit.clock import Clock
from kit.data.database import Database
from souk_activity.domain.happenings import Happening
from souk_activity.domain.tally import reached, tally_of
from souk_activity.storage.tallies import PostgresTallies

COLUMNS: Final = ("id", "kind", "session_id", "person_id", "handle", "words", "results")
# A repeat is found by its key, and another replica may bring more of them meanwhile.
TRIES: Final = 5


class PostgresIntake(PostgresTallies):
    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database)
        self._clock = clock

    async def add_happenings(self, happenings: Sequence[Happening]) -> None:
        """All or none; what is kept already is left out."""
        left = sorted({each.id: each for each in happenings}.values(), key=lambda each: each.id)
        for tries in range(1, TRIES + 1):
            if not left:
                return
            try:
                await self._add(left)
            except asyncpg.UniqueViolationError:
                if tries == TRIES:
                    raise
                left = await self._without_known(left)
            else:
                return

    async def _add(self, happenings: Sequence[Happening]) -> None:
        now = self._clock.now()
        rows = [
            (each.id, int(each.kind), each.session_id, each.person_id, each.handle, each.words, each.results)
            for each in happenings
        ]
        async with self.transaction() as inside:
            await inside.copy_into("events", COLUMNS, rows)
            new_steps = await inside.mark_sessions(reached(happenings))
            await inside.add_tally(tally_of(happenings, new_steps, now), now)

    async def _without_known(self, happenings: Sequence[Happening]) -> list[Happening]:
        ids = [each.id for each in happenings]
        found = await self.fetch(
            "select id from events where id = any($1::uuid[]) and id between $2 and $3", ids, ids[0], ids[-1]
        )
        known = {row["id"] for row in found}
        return [each for each in happenings if each.id not in known]
