"""Numbered SQL files, run once each by the database's owner: `python -m kit.data.migrations order [cart …]`.

Kit's own files (kit/data/sql) come before a service's (services/<name>/migrations). A file that ran is never changed:
the next number changes what it made, first expanding, then contracting. Who serves only checks.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import asyncpg

from kit.data.database import Database
from kit.errors import Kind, SoukError
from kit.settings import with_secrets

KIT = Path(__file__).parent / "sql"
FILE_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")
# A change of a busy table gives up rather than make everybody wait behind it.
LOCK_WAIT = "10s"


class MigrationFailed(SoukError):
    code = "migration-failed"
    kind = Kind.UNAVAILABLE


class MigrationWrong(SoukError):
    """The files themselves are not in order."""

    code = "migration-wrong"
    kind = Kind.INVALID


class MigrationsBehind(SoukError):
    code = "migrations-behind"
    kind = Kind.UNAVAILABLE

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(
            cause=f"The database is behind the code: {', '.join(missing)} did not run yet.",
            fix="Run python -m kit.data.migrations <service> as the database's owner; ./souk up does it.",
            facts={"missing": list(missing)},
        )


@dataclass(frozen=True, slots=True)
class Migration:
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations_of(service: str) -> list[Migration]:
    """Kit's, then the service's, which lie beside its package."""
    spec = find_spec(f"souk_{service}")
    if spec is None or spec.origin is None:
        raise MigrationWrong(
            cause=f"There is no service {service}: the package souk_{service} cannot be found.",
            fix="Name a service of souk.toml, in the environment that ./souk makes.",
        )
    return [*read_files("kit", KIT), *read_files(service, Path(spec.origin).parent.parent / "migrations")]


def read_files(owner: str, folder: Path) -> list[Migration]:
    found: dict[str, Migration] = {}
    for file in sorted(folder.glob("*.sql")):
        named = FILE_NAME.fullmatch(file.name)
        if named is None:
            raise MigrationWrong(
                cause=f"{file} is not named as a migration.",
                fix="Call it 0001_what_it_makes.sql, with the next number.",
            )
        if named[1] in found:
            raise MigrationWrong(
                cause=f"{file.name} and {found[named[1]].name} have the same number.", fix="Give one the next number."
            )
        found[named[1]] = Migration(f"{owner}/{file.stem}", file.read_text("utf-8"))
    return list(found.values())


async def migrate(owner_url: str, migrations: Sequence[Migration], role: str | None = None) -> list[str]:
    """Runs what did not run yet and lets `role` read and write the rows of all tables; gives the names that ran."""
    connection = await Database(owner_url, name="migrations").connect()
    try:
        # A session's lock: of two who migrate at once, the second finds nothing left to do.
        await connection.execute("select pg_advisory_lock(hashtext('kit_migrations'))", timeout=600)
        await connection.execute(
            """create table if not exists kit_migrations (
                   name text primary key, checksum text not null, at timestamptz not null default now())"""
        )
        done = await _checksums(connection)
        waiting = _missing(migrations, done)
        for migration in waiting:
            await _run(connection, migration)
        if role:
            await _grant(connection, role)
    finally:
        await connection.close()
    return [migration.name for migration in waiting]


async def check(database: Database, migrations: Sequence[Migration]) -> None:
    """Raises MigrationsBehind; a database that is ahead is right while a release is rolled out."""
    async with database.acquire() as connection:
        try:
            done = await _checksums(connection)
        except (asyncpg.UndefinedTableError, asyncpg.InsufficientPrivilegeError):
            done = {}
    if missing := _missing(migrations, done):
        raise MigrationsBehind([migration.name for migration in missing])


def role_in(url: str) -> str | None:
    user = urlsplit(url).username
    return unquote(user) if user else None


async def _checksums(connection: asyncpg.Connection) -> dict[str, str]:
    rows = await connection.fetch("select name, checksum from kit_migrations")
    return {row["name"]: row["checksum"] for row in rows}


def _missing(migrations: Sequence[Migration], done: Mapping[str, str]) -> list[Migration]:
    for migration in migrations:
        if done.get(migration.name, migration.checksum) != migration.checksum:
            raise MigrationWrong(
                cause=f"{migration.name} was changed after it had run on this database.",
                fix="Put the file back as it was and write the change into a file with the next number. "
                "A developer's own database may be removed instead (./souk down, then remove .souk/data).",
                facts={"migration": migration.name},
            )
    return [migration for migration in migrations if migration.name not in done]


async def _run(connection: asyncpg.Connection, migration: Migration) -> None:
    try:
        async with connection.transaction():
            await connection.execute(f"set local lock_timeout = '{LOCK_WAIT}'")
            await connection.execute(migration.sql, timeout=600)
            await connection.execute(
                "insert into kit_migrations (name, checksum) values ($1, $2)", migration.name, migration.checksum
            )
    except asyncpg.LockNotAvailableError as error:
        raise MigrationFailed(
            cause=f"{migration.name} waited {LOCK_WAIT} for a table that others use, and gave up; nothing changed.",
            fix="Try again when there is less to do.",
        ) from error
    except asyncpg.PostgresError as error:
        raise MigrationFailed(
            cause=f"{migration.name}{_line_of(error, migration.sql)} failed and changed nothing: {error}.",
            fix="Correct the file; what ran before it stays.",
            facts={"migration": migration.name},
        ) from error


async def _grant(connection: asyncpg.Connection, role: str) -> None:
    if role == await connection.fetchval("select current_user::text"):
        return  # on a server that is not ours, one role may be both
    name = await connection.fetchval("select quote_ident($1)", role)
    await connection.execute(
        f"""grant usage on schema public to {name};
            grant select, insert, update, delete on all tables in schema public to {name};
            grant usage, select on all sequences in schema public to {name};
            revoke insert, update, delete on kit_migrations from {name};"""
    )


def _line_of(error: asyncpg.PostgresError, sql: str) -> str:
    position = getattr(error, "position", None)
    return f", line {sql[: int(position)].count(chr(10)) + 1}," if position else ""


async def _main(services: Sequence[str], env: Mapping[str, str]) -> None:
    env = with_secrets(env)
    for service in services:
        prefix = f"SOUK_{service.upper()}"
        owner_url = env.get(f"{prefix}_OWNER_DATABASE_URL")
        if not owner_url:
            raise MigrationFailed(
                cause=f"{prefix}_OWNER_DATABASE_URL is not set.",
                fix="Give the address of the service's database with its owner's role; ./souk up does it.",
            )
        ran = await migrate(owner_url, migrations_of(service), role_in(env.get(f"{prefix}_DATABASE_URL", "")))
        print(f"{service}: {', '.join(ran) if ran else 'nothing to do'}")


def main(services: Sequence[str], env: Mapping[str, str]) -> int:
    if not services:
        print("usage: python -m kit.data.migrations SERVICE…", file=sys.stderr)
        return 2
    try:
        asyncio.run(_main(services, env))
    except SoukError as error:
        print(f"{error.cause}\n{error.fix}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
