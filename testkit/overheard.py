"""A database that tells which statements were sent to it, so that a test can hold how many an action takes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import asyncpg

from kit.data.connections import Connections, Lent
from kit.data.database import Database


class OverheardDatabase(Database):
    """Begin and commit are statements too: outside of them each that writes is a commit of its own."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._said: list[str] = []

    async def heard(self) -> list[str]:
        """Since the last time, in a few words each: "select", "insert into carts", "with saved as"."""
        await asyncio.sleep(0)  # asyncpg tells what it sent in the loop's next turn
        said, self._said = self._said, []
        return said

    def acquire(self) -> Lent:
        lent = super().acquire()
        return _Overheard(lent._connections, self._hear)

    def _hear(self, query: Any) -> None:
        words = query.query.lower().split()
        self._said.append("select" if words[0] == "select" else " ".join(words[:3]))


class _Overheard(Lent):
    def __init__(self, connections: Connections, hear: Callable[[Any], None]) -> None:
        super().__init__(connections)
        self._hear = hear

    async def __aenter__(self) -> asyncpg.Connection:
        connection = await super().__aenter__()
        connection.add_query_logger(self._hear)  # the same one once, however often the connection is lent
        return connection
