"""What a piece of work asks of its database: each statement as it is sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from kit.data.database import Database

# How asyncpg learns a type that it meets for the first time on a connection.
OF_THE_DRIVER = ("SELECT current_setting('jit')", "SELECT set_config('jit'", "WITH RECURSIVE typeinfo_tree")


class CountedDatabase(Database):
    """Keeps what is sent; beginnings and commits are statements too, since each is a round trip."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sent: list[str] = []

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[asyncpg.Connection]:  # pyright: ignore[reportIncompatibleMethodOverride] (used alike)
        async with super().acquire() as connection:
            with connection.query_logger(self._note):
                yield connection
                await asyncio.sleep(0)  # asyncpg tells its loggers in the loop's next turn

    def _note(self, record: Any) -> None:
        sql = " ".join(record.query.split())
        if not sql.startswith(OF_THE_DRIVER):
            self.sent.append(sql)
