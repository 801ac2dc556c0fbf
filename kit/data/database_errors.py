"""What PostgreSQL refuses with, sorted into what a service says of it."""

from __future__ import annotations

from uuid import UUID

import asyncpg

from kit.errors import Kind, SoukError

CANNOT_CONNECT = (
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.PostgresConnectionError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InsufficientPrivilegeError,  # the role may not connect to this database
)
# U+0000 is the one character that PostgreSQL does not keep; only a request can bring it.
NO_TEXT = (asyncpg.CharacterNotInRepertoireError, asyncpg.UntranslatableCharacterError)
# A disk that is full, a server without memory, a stand-by that is not yet the primary: it passes, and nothing was kept.
CANNOT_WRITE = (
    asyncpg.DiskFullError,
    asyncpg.OutOfMemoryError,
    asyncpg.PostgresIOError,
    asyncpg.ReadOnlySQLTransactionError,
)
CONNECTION_LOST = (asyncpg.PostgresConnectionError, asyncpg.AdminShutdownError, asyncpg.CrashShutdownError)


class DatabaseUnavailable(SoukError):
    code = "database-unavailable"
    kind = Kind.UNAVAILABLE

    def __init__(self, why: str) -> None:
        super().__init__(
            cause=f"The database cannot be used right now: {why}.",
            fix="Try again shortly; an operator looks whether PostgreSQL runs and has free connections.",
            facts={"retry_after_s": 1},
        )


class TextUnstorable(SoukError):
    code = "text-unstorable"
    kind = Kind.INVALID

    def __init__(self) -> None:
        super().__init__("A text holds the character U+0000, which cannot be kept.", "Send the text without it.")


class AlreadyDone(SoukError):
    """The key, or one of several, was kept by an earlier transaction, whose work stands."""

    code = "already-done"
    kind = Kind.CONFLICT

    def __init__(self, *once: UUID | str) -> None:
        keys = ", ".join(map(str, once))
        super().__init__(
            cause=f"{keys} was already carried out." if len(once) == 1 else f"One of these was carried out: {keys}.",
            fix="Nothing is to be done: read the result of the first time.",
            facts={"once": keys},
        )


def said_of(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "no connection became free in time"
    if isinstance(error, asyncpg.DiskFullError):  # PostgreSQL names its file, which is nothing to tell a shopper
        return "its disk is full"
    return str(error).strip().rstrip(".") or type(error).__name__
