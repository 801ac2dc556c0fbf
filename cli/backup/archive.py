"""What PostgreSQL writes goes into the folder of back-ups as well, at once and for as long as the shop is open."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

import asyncpg

from cli.backup.place import WAL, BackupPlace
from cli.home import Home
from cli.keeper.endings import StartFailed
from cli.keeper.parts import Kind, Part, Program
from cli.keys import Keys
from cli.refusals import Refusal
from local.database_urls import HOST, SUPERUSER
from local.postgres import REPLICATION_SLOT, program


def archive_part(home: Home, place: BackupPlace, superuser_url: str, port: int, env: Mapping[str, str]) -> Part:
    """Stops after the database, so that after an orderly end nothing is missing."""
    folder = place.life_of(home) / WAL
    where = ["-h", HOST, "-p", str(port), "-U", SUPERUSER, "-w"]
    command = [str(program("pg_receivewal")), *where, "-D", str(folder), "--slot", REPLICATION_SLOT]
    password = {"PGPASSWORD": Keys(home.secrets).postgres_superuser, "PGSSLMODE": "disable"}
    plain = {name: value for name, value in env.items() if not name.startswith("PG")}
    return Part(
        name="archive",
        kind=Kind.ARCHIVE,
        ports=(),
        runs=Program(command, {**plain, **password}, before=lambda: _make_ready(place, folder, superuser_url)),
        is_ready=lambda _: any(folder.glob("*.partial")),
        is_alive=lambda _: True,  # it ends where it cannot go on
    )


def _make_ready(place: BackupPlace, folder: Path, superuser_url: str) -> None:
    try:
        place.refuse_unless_there()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        asyncio.run(_make_slot(superuser_url))
    except (Refusal, OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise StartFailed("archive", str(error) or type(error).__name__) from error


async def _make_slot(superuser_url: str) -> None:
    """From now on PostgreSQL keeps what the archive has not; up to a bound (local/postgres.py)."""
    connection = await asyncpg.connect(superuser_url)
    try:
        await connection.execute(
            """select pg_create_physical_replication_slot($1, true)
               where not exists (select from pg_replication_slots where slot_name = $1)""",
            REPLICATION_SLOT,
        )
    finally:
        await connection.close()


async def drop_slot(superuser_url: str) -> None:
    """Nobody reads from it any more: it would keep what is written for nothing."""
    connection = await asyncpg.connect(superuser_url)
    try:
        await connection.execute(
            "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = $1 and not active",
            REPLICATION_SLOT,
        )
    finally:
        await connection.close()
