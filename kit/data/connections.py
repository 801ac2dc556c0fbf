"""Pooled connections that stay at hand between two uses: asyncpg's own takes a task and a turn of the loop."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from types import TracebackType
from typing import Any, cast

import asyncpg

from kit.data.database_errors import (
    CANNOT_CONNECT,
    CANNOT_WRITE,
    CONNECTION_LOST,
    NO_TEXT,
    DatabaseUnavailable,
    TextUnstorable,
    said_of,
)

# A connection that nobody asked for is given back, and by the pool to the server.
IDLE_S = 60.0
WAIT_FOR_CONNECTION_S = 5.0


class Connections:
    """Lends the pool's connections. Whoever waits gets one through the pool, in their order."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._at_hand: list[Any] = []
        self._waiting = 0
        self._sweep: asyncio.TimerHandle | None = None
        self._released: asyncio.Task[None] | None = None
        self._least = 0  # at hand since the last sweep, and so needed by nobody

    async def take(self) -> Any:
        while self._at_hand:
            connection = self._at_hand.pop()
            self._least = min(self._least, len(self._at_hand))
            if not _is_lost(connection):
                return connection
            await self._pool.release(connection)
        self._waiting += 1
        try:
            return await self._pool.acquire(timeout=WAIT_FOR_CONNECTION_S)
        except (OSError, TimeoutError, *CANNOT_CONNECT) as error:
            raise DatabaseUnavailable(said_of(error)) from error
        finally:
            self._waiting -= 1

    async def put(self, connection: Any) -> None:
        """One that is as it was lent."""
        if self._waiting or _is_lost(connection) or connection.is_in_transaction():
            await self._pool.release(connection)
            return
        self._at_hand.append(connection)
        if self._sweep is None:
            self._sweep = asyncio.get_running_loop().call_later(IDLE_S, self._give_back_idle)

    async def drop(self, connection: Any) -> None:
        """One whose use failed: the pool sees to what still runs on it."""
        await self._pool.release(connection)

    async def close(self) -> None:
        if self._sweep is not None:
            self._sweep.cancel()
        if self._released is not None:
            await self._released
        await self._release_all(self._at_hand)
        self._at_hand.clear()
        await self._pool.close()

    def terminate(self) -> None:
        self._pool.terminate()

    def _give_back_idle(self) -> None:
        idle, self._at_hand = self._at_hand[: self._least], self._at_hand[self._least :]
        self._least = len(self._at_hand)
        loop = asyncio.get_running_loop()
        self._released = loop.create_task(self._release_all(idle))
        self._sweep = loop.call_later(IDLE_S, self._give_back_idle) if self._at_hand else None

    async def _release_all(self, connections: Sequence[Any]) -> None:
        for connection in connections:
            await self._pool.release(connection)


class Lent:
    """`async with` a connection; errors of the server and the line are told in our words."""

    __slots__ = ("_connection", "_connections")

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def __aenter__(self) -> asyncpg.Connection:
        self._connection = await self._connections.take()
        return cast("asyncpg.Connection", self._connection)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            await self._connections.put(self._connection)
            return
        lost = isinstance(error, asyncpg.InterfaceError) and _is_lost(self._connection)
        await self._connections.drop(self._connection)
        if isinstance(error, (*CANNOT_WRITE, *CONNECTION_LOST)):
            raise DatabaseUnavailable(said_of(error)) from error
        if isinstance(error, NO_TEXT):
            raise TextUnstorable from error
        if lost:  # what a transaction says that cannot roll back any more
            raise DatabaseUnavailable("the connection was lost") from error


def _is_lost(connection: Any) -> bool:
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:
        return True  # the pool has taken it back already
