"""A migrated, empty database for each test: a template is migrated once per run, its clones are emptied in between."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from kit.data import migrations
from kit.data.migrations import Migration
from local.databases import ServiceDatabase, close_to_public, open_to, prepare_databases
from testkit.run import Run

# Beyond it, copying the template anew is cheaper than to empty what a test filled.
MOST_KEPT_BYTES = 32 * 1024 * 1024
# A table's rows are deleted up to this size, which is quicker than truncating it.
MOST_DELETED_BYTES = 64 * 1024
# Foreign keys are no matter when all rows go. Tables that the migrations filled stay as they are.
FILLED_TABLES = """
    select coalesce(string_agg(relname, ','), '') from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace and pg_relation_size(oid) > 0
"""
EMPTY = f"""
    set session_replication_role = replica;
    do $$
    declare
        tables cursor for
            select oid::regclass as name, pg_relation_size(oid) as bytes from pg_class
            where relkind = 'r' and relnamespace = 'public'::regnamespace and
                  relname <> all (string_to_array(current_setting('souk.filled'), ','));
    begin
        for found in tables loop
            if found.bytes > {MOST_DELETED_BYTES} then
                execute format('truncate %s cascade', found.name);
            elsif found.bytes > 0 then
                execute format('delete from %s', found.name);
            end if;
        end loop;
        perform setval(format('%I.%I', schemaname, sequencename), start_value, false)
            from pg_sequences where last_value is not null;
    end $$;
"""


@dataclass(frozen=True, slots=True)
class Clone:
    """One test's own database, and who it belongs to."""

    url: str
    owner_url: str
    name: str
    service: str


@dataclass(slots=True)
class TestPostgres:
    """The run's server. Names carry the run's prefix, so a server that others use too is not disturbed."""

    __test__ = False

    url: str
    run: Run
    clones: list[str] = field(default_factory=list[str])
    # By database: to connect costs more than to empty, so who empties one stays connected.
    cleaners: dict[str, asyncpg.Connection] = field(default_factory=dict[str, asyncpg.Connection])
    empty: dict[str, list[Clone]] = field(default_factory=dict[str, list[Clone]])

    async def lend(self, service: str, read: Callable[[str], Sequence[Migration]] = migrations.migrations_of) -> Clone:
        """For who changes no table's definition: it is given back and lent again, which is quicker than to copy it."""
        given_back = self.empty.get(service)
        return given_back.pop() if given_back else await self.clone(service, read)

    async def give_back(self, clone: Clone) -> None:
        cleaner = await self._cleaner_of(clone)
        # A session that just ended, or one that a killed process left, must not write into the next test.
        await cleaner.fetch(
            "select pg_terminate_backend(pid, 60000) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
        size = await cleaner.fetchval("select pg_database_size(current_database())")
        if size is not None and size < MOST_KEPT_BYTES:
            await cleaner.execute(EMPTY)
            self.empty.setdefault(clone.service, []).append(clone)
        else:
            await self.drop(clone.name)

    async def clone(
        self,
        service: str,
        read: Callable[[str], Sequence[Migration]] = migrations.migrations_of,
        source: str | None = None,
    ) -> Clone:
        """`source`: a database with rows in it that nobody is connected to, instead of the empty one.

        By file_copy, which takes a quarter of wal_log's time where nothing is forced to the disk.
        """
        template, empty = await self._template(service, read)
        name = f"{template.name}_{os.getpid()}_{secrets.token_hex(4)}"
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(
                f'create database "{name}" template "{source or empty}" owner "{template.owner}" strategy file_copy'
            )
            self.clones.append(name)
            await open_to(connection, template, name)
        finally:
            await connection.close()
        return Clone(
            url=at(self.url, template.role, template.password, name),
            owner_url=at(self.url, template.owner, template.owner_password, name),
            name=name,
            service=service,
        )

    async def drop(self, name: str) -> None:
        self.clones.remove(name)
        if cleaner := self.cleaners.pop(name, None):
            await cleaner.close()
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(f'drop database if exists "{name}" with (force)')
        finally:
            await connection.close()

    async def close(self) -> None:
        for cleaner in self.cleaners.values():
            await cleaner.close()

    async def _cleaner_of(self, clone: Clone) -> asyncpg.Connection:
        cleaner = self.cleaners.get(clone.name)
        if cleaner is None or cleaner.is_closed():
            cleaner = self.cleaners[clone.name] = await asyncpg.connect(self._as_superuser(clone.name))
            filled = (self.run.once(f"template-{clone.service}") or {})["filled"]
            await cleaner.execute("select set_config('souk.filled', $1, false)", filled)
        return cleaner

    def _as_superuser(self, name: str) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    async def _filled_by_migrations(self, template: str) -> str:
        connection = await asyncpg.connect(self._as_superuser(template))
        try:
            return str(await connection.fetchval(FILLED_TABLES))
        finally:
            await connection.close()

    async def _template(self, service: str, read: Callable[[str], Sequence[Migration]]) -> tuple[ServiceDatabase, str]:
        roles = ServiceDatabase(f"{self.run.prefix}_{service}", "its password", "its owner's password", 100)
        template = f"{roles.name}_template"
        with self.run.lock(f"template-{service}"):
            if self.run.once(f"template-{service}") is None:
                await prepare_databases(self.url, [roles])
                await self._make_template(roles, template)
                owner_url = at(self.url, roles.owner, roles.owner_password, template)
                await migrations.migrate(owner_url, read(service), roles.role)
                self.run.keep(f"template-{service}", {"filled": await self._filled_by_migrations(template)})
        return roles, template

    async def _make_template(self, roles: ServiceDatabase, template: str) -> None:
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(f'drop database if exists "{template}" with (force)')
            await connection.execute(f'create database "{template}" owner "{roles.owner}"')
            await close_to_public(connection, (template,))
        finally:
            await connection.close()


async def remove_all(url: str, prefix: str) -> None:
    """From a server that outlives the run."""
    connection = await asyncpg.connect(url)
    try:
        for row in await connection.fetch(
            "select datname from pg_database where starts_with(datname, $1)", f"{prefix}_"
        ):
            await connection.execute(f'drop database if exists "{row["datname"]}" with (force)')
        for row in await connection.fetch("select rolname from pg_roles where starts_with(rolname, $1)", f"{prefix}_"):
            await connection.execute(f'drop role if exists "{row["rolname"]}"')
    finally:
        await connection.close()


def at(url: str, role: str, password: str, database: str) -> str:
    parts = urlsplit(url)
    place = f"{parts.hostname}:{parts.port or 5432}"
    return urlunsplit(("postgresql", f"{role}:{quote(password, safe='')}@{place}", f"/{database}", parts.query, ""))
