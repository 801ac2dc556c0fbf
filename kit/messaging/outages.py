"""Whose fault it is that a message was not handled: its own, or that of a part which is away and will come back."""

from __future__ import annotations

import asyncio

import asyncpg

from kit.data.database import Database
from kit.errors import Kind, SoukError

ANSWERS_S = 2.0
# Read-only, starting, stopping, failing over, or full: the statement was right, and will be again. No InterfaceError: a
# lost connection is a DatabaseUnavailable by now (data/database.py), so what is left of them is a mistake in the code.
DATABASE_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.CannotConnectNowError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
)


class HandlerTooSlow(SoukError):
    code = "handler-too-slow"
    kind = Kind.TIMEOUT

    def __init__(self, subject: str, limit_s: float) -> None:
        super().__init__(
            cause=f"Handling {subject} took longer than {limit_s:g} s.",
            fix="Find what it waits for; once it is mended, replay the message.",
        )


async def is_outage(error: Exception, database: Database) -> bool:
    """An outage is waited for, however long; all else is tried a few times and then becomes a dead letter."""
    if isinstance(error, HandlerTooSlow):
        # Whoever is slow while the database answers is slow by itself.
        return not await _answers(database)
    if isinstance(error, SoukError):
        return error.kind in (Kind.UNAVAILABLE, Kind.TIMEOUT)
    return isinstance(error, (*DATABASE_AWAY, ConnectionError, TimeoutError))


async def _answers(database: Database) -> bool:
    try:
        async with asyncio.timeout(ANSWERS_S):
            await database.check()
    except Exception:
        return False
    return True
