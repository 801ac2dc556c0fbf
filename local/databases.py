"""One database and two roles for each service: who serves can read and write rows, only the owner changes tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import asyncpg

# Of a test's or an example's role; a shop's come from souk.toml.
CONNECTIONS = 20
# Only migrations and seeds.
OWNER_CONNECTIONS = 10


# Of one service that is migrated, of who looks whether the server lives, and what it keeps for its own.
BESIDE = OWNER_CONNECTIONS + 10


def connections_to(of_roles: Iterable[int]) -> int:
    """What a server must let in, so that no role is refused what is its own."""
    return sum(of_roles) + BESIDE


@dataclass(frozen=True, slots=True)
class ServiceDatabase:
    name: str
    password: str
    owner_password: str
    connections: int = CONNECTIONS

    @property
    def role(self) -> str:
        return self.name

    @property
    def owner(self) -> str:
        return f"{self.name}_owner"


async def prepare_databases(superuser_url: str, databases: Sequence[ServiceDatabase]) -> None:
    """Makes what is missing and sets passwords and limits; may be repeated."""
    connection = await asyncpg.connect(superuser_url)
    try:
        await close_to_public(connection, ("postgres", "template1"))
        for database in databases:
            await _make_roles(connection, database)
            if not await _exists(connection, database.name):
                await connection.execute(f'create database "{database.name}" owner "{database.owner}"')
            await open_to(connection, database, database.name)
    finally:
        await connection.close()


async def open_to(connection: asyncpg.Connection, database: ServiceDatabase, name: str) -> None:
    """Nobody but the service's own two roles connects to the database called `name`."""
    await close_to_public(connection, (name,))
    await connection.execute(f'grant connect on database "{name}" to "{database.role}"')


async def close_to_public(connection: asyncpg.Connection, names: Iterable[str]) -> None:
    for name in names:
        await connection.execute(f'revoke all on database "{name}" from public')


async def _make_roles(connection: asyncpg.Connection, database: ServiceDatabase) -> None:
    for role, password, limit in (
        (database.role, database.password, database.connections),
        (database.owner, database.owner_password, OWNER_CONNECTIONS),
    ):
        if not await connection.fetchval("select true from pg_roles where rolname = $1", role):
            await connection.execute(f'create role "{role}" login')
        # DDL takes no parameters; quote_literal is PostgreSQL's own.
        literal = await connection.fetchval("select quote_literal($1::text)", password)
        await connection.execute(f'alter role "{role}" password {literal} connection limit {limit}')
    # The owner belongs to the role that the database is called by, which pg_hba.conf asks for.
    await connection.execute(f'grant "{database.role}" to "{database.owner}"')


async def _exists(connection: asyncpg.Connection, name: str) -> bool:
    return bool(await connection.fetchval("select true from pg_database where datname = $1", name))
