"""Numbered SQL files, run once each by the database's owner: `python -m kit.data.migrations [--expand] [--wait] order`.

Kit's own files (kit/data/sql) come before a service's (services/<name>/migrations). A file that ran is never changed:
the next number changes what it made, first expanding, then contracting. Who serves only checks.

A file whose first line begins with `-- contract` takes away what an older version uses. It is refused while one that
does not know the file is at work. `--expand`, before a new version comes, leaves such files at the end for later.
`--wait` begins once the database lets its owner in, and gives up after ten minutes.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import asyncpg

from kit.data import versions
from kit.data.admission import once_let_in
from kit.data.database import Database
from kit.data.migration_errors import (
    ContractRefused,
    ExpandsBehindContract,
    MigrationFailed,
    MigrationsBehind,
    MigrationWrong,
    TablesTakenAway,
)
from kit.data.versions import Version
from kit.errors import SoukError
from kit.settings import with_secrets

KIT = Path(__file__).parent / "sql"
CONTRACT = re.compile(r"\A-- contract\b[^\n]*\n")
FILE_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")
# A change of a busy table gives up rather than make everybody wait behind it.
LOCK_WAIT = "10s"
EXPAND, WAIT = "--expand", "--wait"


@dataclass(frozen=True, slots=True)
class Migration:
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """The mark may be written where the file ran long ago."""
        return hashlib.sha256(CONTRACT.sub("", self.sql).encode()).hexdigest()

    @property
    def contracts(self) -> bool:
        return CONTRACT.match(self.sql) is not None


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


def version_of(service: str) -> Version:
    return Version.of(service, (migration.name for migration in migrations_of(service)))


async def migrate(
    owner_url: str, migrations: Sequence[Migration], role: str | None = None, *, only_expand: bool = False
) -> list[str]:
    """Runs what did not run yet and lets `role` read and write the rows of all tables; gives the names that ran."""
    connection = await Database(owner_url, name="migrations").connect()
    try:
        # A session's lock: of two who migrate at once, the second finds nothing left to do.
        await connection.execute("select pg_advisory_lock(hashtext('kit_migrations'))", timeout=600)
        await connection.execute(
            """create table if not exists kit_migrations (
                   name text primary key, checksum text not null, at timestamptz not null default now());
               alter table kit_migrations add column if not exists contracts boolean not null default false"""
        )
        done = await _ran(connection)
        _refuse_older(migrations, done)
        waiting = _missing(migrations, done)
        if only_expand:
            waiting = _expanding(waiting)
        for migration in waiting:
            if migration.contracts:
                await _refuse_beside_older(connection, migration, migrations)
            await _run(connection, migration)
        if role:
            await _grant(connection, role)
    finally:
        await connection.close()
    return [migration.name for migration in waiting]


async def check(database: Database, migrations: Sequence[Migration]) -> None:
    """Raises MigrationsBehind, or TablesTakenAway; one that is only larger is right while a release is rolled out."""
    async with database.acquire() as connection:
        try:
            done = await _ran(connection)
        except (asyncpg.UndefinedTableError, asyncpg.InsufficientPrivilegeError):
            done = {}
    _refuse_older(migrations, done)
    missing = _missing(migrations, done)
    while missing and missing[-1].contracts:  # it runs when no older version is at work any more
        missing.pop()
    if missing:
        raise MigrationsBehind([migration.name for migration in missing])


def role_in(url: str) -> str | None:
    user = urlsplit(url).username
    return unquote(user) if user else None


@dataclass(frozen=True, slots=True)
class Ran:
    checksum: str
    contracted: bool


async def _ran(connection: asyncpg.Connection) -> dict[str, Ran]:
    """Also where an older version made the table, which did not note what contracted."""
    rows = await connection.fetch(
        """select name, checksum, coalesce((to_jsonb(ran) ->> 'contracts')::boolean, false) as contracted
             from kit_migrations as ran"""
    )
    return {row["name"]: Ran(row["checksum"], row["contracted"]) for row in rows}


def _refuse_older(migrations: Sequence[Migration], done: Mapping[str, Ran]) -> None:
    known = {migration.name for migration in migrations}
    if unknown := [name for name, ran in done.items() if ran.contracted and name not in known]:
        raise TablesTakenAway(sorted(unknown))


def _missing(migrations: Sequence[Migration], done: Mapping[str, Ran]) -> list[Migration]:
    for migration in migrations:
        if migration.name in done and done[migration.name].checksum != migration.checksum:
            raise MigrationWrong(
                cause=f"{migration.name} was changed after it had run on this database.",
                fix="Put the file back as it was and write the change into a file with the next number. "
                "A developer's own database may be removed instead (./souk down, then remove .souk/data).",
                facts={"migration": migration.name},
            )
    return [migration for migration in migrations if migration.name not in done]


def _expanding(waiting: Sequence[Migration]) -> list[Migration]:
    """Those before the first that contracts; others may not come after it."""
    first = next((place for place, migration in enumerate(waiting) if migration.contracts), len(waiting))
    for behind in waiting[first:]:
        if not behind.contracts:
            raise ExpandsBehindContract(waiting[first].name, behind.name)
    return list(waiting[:first])


async def _refuse_beside_older(
    connection: asyncpg.Connection, migration: Migration, all_of_them: Sequence[Migration]
) -> None:
    service = next((owner for owner, _ in (versions.place_of(each.name) for each in all_of_them) if owner != "kit"), "")
    for version in await versions.at_work(connection, service) if service else ():
        if not version.knows(migration.name):
            raise ContractRefused(migration.name, version)


async def _run(connection: asyncpg.Connection, migration: Migration) -> None:
    try:
        async with connection.transaction():
            await connection.execute(f"set local lock_timeout = '{LOCK_WAIT}'")
            await connection.execute(migration.sql, timeout=600)
            await connection.execute(
                "insert into kit_migrations (name, checksum, contracts) values ($1, $2, $3)",
                *(migration.name, migration.checksum, migration.contracts),
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


async def _main(services: Sequence[str], env: Mapping[str, str], *, only_expand: bool, waits: bool) -> None:
    env = with_secrets(env)
    for service in services:
        prefix = f"SOUK_{service.upper()}"
        owner_url = env.get(f"{prefix}_OWNER_DATABASE_URL")
        if not owner_url:
            raise MigrationFailed(
                cause=f"{prefix}_OWNER_DATABASE_URL is not set.",
                fix="Give the address of the service's database with its owner's role; ./souk up does it.",
            )
        role = role_in(env.get(f"{prefix}_DATABASE_URL", ""))
        work = partial(migrate, owner_url, migrations_of(service), role, only_expand=only_expand)
        ran = await (once_let_in(work) if waits else work())
        print(f"{service}: {', '.join(ran) if ran else 'nothing to do'}")


def main(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    services = [argument for argument in arguments if argument not in (EXPAND, WAIT)]
    if not services:
        print(f"usage: python -m kit.data.migrations [{EXPAND}] [{WAIT}] SERVICE…", file=sys.stderr)
        return 2
    try:
        asyncio.run(_main(services, env, only_expand=EXPAND in arguments, waits=WAIT in arguments))
    except SoukError as error:
        print(f"{error.cause}\n{error.fix}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
