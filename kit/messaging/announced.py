"""What was announced before, and is announced again to whom a lost stream owed it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from kit.data.housekeeping import OldRows

# Older ($1) than the streams keep anything (local/nats.py).
FORGOTTEN = OldRows("kit_announced", by="at", where="at < now() - $1::interval")
# The rows of the outbox that the broker has acknowledged.
KEEP = """
with taken as (delete from kit_outbox where position = any($1::bigint[])
               returning position, id, subject, body, traceparent)
insert into kit_announced (position, id, subject, body, traceparent) select * from taken"""
BATCH = 5000


@dataclass(frozen=True, slots=True)
class Announced:
    """Of a publisher, by a connection to its database."""

    connection: asyncpg.Connection

    async def ids_under(self, subjects: Sequence[str]) -> AsyncIterator[list[UUID]]:
        """Batch by batch."""
        async with self.connection.transaction():
            rows = await self.connection.cursor(
                "select id from kit_announced where subject = any($1::text[])", list(subjects)
            )
            while batch := await rows.fetch(BATCH):
                yield [row["id"] for row in batch]

    async def announce_again(self, ids: Sequence[UUID]) -> int:
        """Before all that waits, in the order of the first time."""
        said = await self.connection.execute(
            """with again as (delete from kit_announced where id = any($1::uuid[])
                              returning position, id, subject, body, traceparent)
               insert into kit_outbox (position, id, subject, body, traceparent) overriding system value
               select * from again order by position on conflict do nothing""",
            list(ids),
        )
        return int(said.rpartition(" ")[2])


@dataclass(frozen=True, slots=True)
class TakenIn:
    """Of a follower, by a connection to its database."""

    connection: asyncpg.Connection

    async def missing_of(self, ids: Sequence[UUID]) -> list[UUID]:
        """Neither handled nor kept as a dead letter."""
        rows = await self.connection.fetch(
            """select announced.id from unnest($1::uuid[]) as announced (id)
               where not exists (select from kit_inbox where key = announced.id::text)
                 and not exists (select from kit_dead_letters where headers ->> 'Nats-Msg-Id' = announced.id::text)""",
            list(ids),
        )
        return [row["id"] for row in rows]

    async def outlive(self, stream: str) -> None:
        """A stream that is made anew counts from one: its messages are not those that these letters are of."""
        await self.connection.execute(
            "update kit_dead_letters set stream = stream || ' lost ' || now() where stream = $1", stream
        )


async def has_kept(connection: asyncpg.Connection) -> bool:
    """Not before its tables are made, nor where a release before this one made them."""
    return bool(await connection.fetchval("select to_regclass('kit_announced') is not null"))
