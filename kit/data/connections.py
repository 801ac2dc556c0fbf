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
# In all, for a place and to connect: who asks us hears within five seconds that the database is away.
WAIT_FOR_CONNECTION_S = 4.0
LEAST_TO_CONNECT_S = 0.5


class Connections:
    """Lends the connections of a pool of so many, the one that came back last first."""

    def __init__(self, pool: asyncpg.Pool, size: int) -> None:
        self._pool = pool
        # A place holds a connection once somebody has needed it.
        self._places: asyncio.LifoQueue[Any] = asyncio.LifoQueue()
        for _ in range(size):
            self._places.put_nowait(None)
        self._closing = False
        self._least = 0  # places that nobody needed since the last sweep
        self._sweep: asyncio.TimerHandle | None = None
        self._released: asyncio.Task[None] | None = None

    async def take(self) -> Any:
        until = asyncio.get_running_loop().time() + WAIT_FOR_CONNECTION_S
        try:
            connection = await self._place()
        except TimeoutError as error:
            raise DatabaseUnavailable(said_of(error)) from error
        if connection is not None and not _is_lost(connection):
            return connection
        try:
            if connection is not None:
                await self._pool.release(connection)
            left = until - asyncio.get_running_loop().time()
            return await self._pool.acquire(timeout=max(left, LEAST_TO_CONNECT_S))
        except BaseException as error:
            self._places.put_nowait(None)
            if isinstance(error, (OSError, TimeoutError, *CANNOT_CONNECT)):
                raise DatabaseUnavailable(said_of(error)) from error
            raise

    async def _place(self) -> Any:
        if self._places.empty():
            async with asyncio.timeout(WAIT_FOR_CONNECTION_S):
                return await self._places.get()
        connection = self._places.get_nowait()
        self._least = min(self._least, self._places.qsize())
        return connection

    async def put(self, connection: Any) -> None:
        """One that is as it was lent."""
        if self._closing or _is_lost(connection) or connection.is_in_transaction():
            await self.drop(connection)
            return
        self._places.put_nowait(connection)
        if self._sweep is None:
            self._sweep = asyncio.get_running_loop().call_later(IDLE_S, self._give_back_idle)

    async def drop(self, connection: Any) -> None:
        """One whose use failed: the pool sees to what still runs on it."""
        try:
            await self._pool.release(connection)
        finally:
            self._places.put_nowait(None)

    async def close(self) -> None:
        """Waits for those that are lent."""
        self._closing = True
        if self._sweep is not None:
            self._sweep.cancel()
        if self._released is not None:
            await self._released
        await self._release_all(self._all_free())
        await self._pool.close()

    def terminate(self) -> None:
        self._pool.terminate()

    def _all_free(self) -> list[Any]:
        return [self._places.get_nowait() for _ in range(self._places.qsize())]

    def _give_back_idle(self) -> None:
        free = self._all_free()
        used, idle = free[: len(free) - self._least], free[len(free) - self._least :]
        for place in (*(None for _ in idle), *reversed(used)):
            self._places.put_nowait(place)
        self._least = len(free)
        loop = asyncio.get_running_loop()
        self._released = loop.create_task(self._release_all(idle))
        self._sweep = loop.call_later(IDLE_S, self._give_back_idle) if any(used) else None

    async def _release_all(self, connections: Sequence[Any]) -> None:
        for connection in connections:
            if connection is not None:
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
