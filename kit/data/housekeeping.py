"""Rows that nobody needs any more go in small batches found by an index, so that no request waits for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from kit.data.database import Database

log = logging.getLogger("kit.data.housekeeping")

BATCH: Final = 1000
# Between two batches, so that the disk and autovacuum keep up.
PAUSE_S: Final = 0.02


@dataclass(frozen=True, slots=True)
class OldRows:
    """Which rows of a table may go; `by` has an index, so that the oldest are found without reading the others."""

    table: str
    by: str
    where: str

    @property
    def delete_batch(self) -> str:
        """What another replica removes at this moment, or a request works with, is left for later."""
        return (
            f"delete from {self.table} where ctid = any(array("
            f"select ctid from {self.table} where {self.where} order by {self.by} limit {BATCH} "
            "for update skip locked))"
        )


async def remove_all(database: Database, old: Iterable[tuple[OldRows, *tuple[Any, ...]]]) -> None:
    """Each table by itself, so that trouble with one leaves none of the others to grow."""
    for rows, *args in old:
        try:
            await remove(database, rows, *args)
        except Exception as error:
            log.warning("Old rows of %s stay for now.", rows.table, exc_info=error)


async def remove(database: Database, rows: OldRows, *args: Any) -> None:
    """All of them, each batch in a transaction of its own."""
    while True:
        async with database.acquire() as connection:
            done = await connection.execute(rows.delete_batch, *args)
        if int(done.rpartition(" ")[2]) < BATCH:
            return
        await asyncio.sleep(PAUSE_S)
