"""PostgreSQL on this machine: who may do what, and what a crash leaves."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import asyncpg
import pytest

from local import postgres as local
from local import postgres_owner
from local.database_urls import PLAIN, url_of
from local.databases import ServiceDatabase, prepare_databases
from local.postgres import PostgresServer
from local.programs import ServerFailed, free_port

BELL = ServiceDatabase("souk_bell", "bell's 'password'", "its owner's", connections=3)
EAR = ServiceDatabase("souk_ear", "ear's", "its owner's")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """As the launcher runs it, only less durable."""
    folder = tmp_path_factory.mktemp("local") / "postgres"
    server = PostgresServer(folder, free_port(), "the superuser's", durable=False)
    process = server.start()
    asyncio.run(prepare_databases(server.url, [BELL, EAR]))
    yield server
    server.stop(process)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a server whose password is "secret": made once, and each test leaves them without a running server."""
    server = PostgresServer(tmp_path_factory.mktemp("files") / "postgres", free_port(), "secret", durable=False)
    server.prepare()
    return server.folder


async def may_connect(server: PostgresServer, role: str, password: str, database: str) -> bool:
    """By TCP and by the socket alike."""
    may: set[bool] = set()
    for folder in (None, server.folder):
        try:
            connection = await asyncpg.connect(url_of(role, password, database, server.port, folder))
        except (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InsufficientPrivilegeError):
            may.add(False)
        else:
            may.add(True)
            await connection.close()
    [same] = may
    return same


async def test_a_role_connects_to_its_own_database_only(server: PostgresServer) -> None:
    reached = [
        database
        for database in ("souk_bell", "souk_ear", "postgres", "template1")
        for role, password in ((BELL.role, BELL.password), (BELL.owner, BELL.owner_password))
        if await may_connect(server, role, password, database)
    ]

    assert reached == ["souk_bell", "souk_bell"]


async def test_a_wrong_password_is_refused(server: PostgresServer) -> None:
    assert not await may_connect(server, BELL.role, "guessed", BELL.name)
    assert not await may_connect(server, "postgres", "guessed", "postgres")


async def test_a_shop_asks_by_the_socket_among_its_files_and_everybody_else_by_tcp(server: PostgresServer) -> None:
    who = (BELL.role, BELL.password, BELL.name, server.port)
    by_socket = await asyncpg.connect(url_of(*who, server.folder))
    by_tcp = await asyncpg.connect(server.url_of(*who[:3]))

    # `inet_server_addr` is of a connection by TCP alone.
    assert await by_socket.fetchval("select inet_server_addr()") is None
    assert str(await by_tcp.fetchval("select inet_server_addr()")) == "127.0.0.1"
    for connection in (by_socket, by_tcp):
        await connection.close()


@pytest.mark.parametrize("name", ["long" * 30, "one, two"])
def test_files_whose_path_cannot_be_a_sockets_are_reached_by_tcp(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "postgres"
    server = PostgresServer(folder, free_port(), "secret", durable=False)

    server.stop(server.start())

    assert "127.0.0.1" in url_of("bell", "secret", "souk_bell", server.port, folder)


async def test_passwords_are_kept_as_scram_verifiers(server: PostgresServer) -> None:
    connection = await asyncpg.connect(server.url)
    kept = await connection.fetchval("select rolpassword from pg_authid where rolname = $1", BELL.role)
    await connection.close()

    assert kept.startswith("SCRAM-SHA-256$")


async def test_a_role_has_no_more_connections_than_it_was_given(server: PostgresServer) -> None:
    url = server.url_of(BELL.role, BELL.password, BELL.name)
    open_ones = [await asyncpg.connect(url) for _ in range(3)]
    try:
        with pytest.raises(asyncpg.TooManyConnectionsError):
            await asyncpg.connect(url)
    finally:
        for connection in open_ones:
            await connection.close()


async def test_preparing_again_changes_a_password_and_keeps_the_rest(server: PostgresServer) -> None:
    owner = await asyncpg.connect(server.url_of(EAR.owner, EAR.owner_password, EAR.name))
    await owner.execute("create table kept ()")
    await owner.close()

    await prepare_databases(server.url, [ServiceDatabase("souk_ear", "another", EAR.owner_password)])

    assert not await may_connect(server, EAR.role, EAR.password, EAR.name)
    assert await may_connect(server, EAR.role, "another", EAR.name)
    owner = await asyncpg.connect(server.url_of(EAR.owner, EAR.owner_password, EAR.name))
    assert await owner.fetchval("select count(*) from pg_tables where tablename = 'kept'") == 1
    await owner.close()


def test_after_kill_9_the_next_start_finds_everything(files: Path) -> None:
    server = PostgresServer(files, free_port(), "secret")  # durable, as in a shop
    process = server.start()
    try:
        asyncio.run(_run(server.url, "create table kept as select 1 as one"))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert (server.folder / "postmaster.pid").exists()

        process = server.start()

        assert asyncio.run(_run(server.url, "select one from kept")) == 1
    finally:
        server.stop(process)


def test_a_lock_file_whose_number_is_now_anothers_does_not_stop_the_start(files: Path) -> None:
    server = PostgresServer(files, free_port(), "secret", durable=False)
    for lock in ("postmaster.pid", f".s.PGSQL.{server.port}.lock"):
        (server.folder / lock).write_text(f"{os.getpid()}\n")

    server.stop(server.start())


def test_a_second_server_on_the_same_files_is_refused(server: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_owner, "NOTICE_S", 0.2)

    with pytest.raises(ServerFailed, match="already running"):
        PostgresServer(server.folder, free_port(), "the superuser's").start()


def test_a_making_that_was_interrupted_is_begun_again(tmp_path: Path) -> None:
    (tmp_path / "postgres.making").mkdir()
    (tmp_path / "postgres.making" / "PG_VERSION").write_text("18")
    server = PostgresServer(tmp_path / "postgres", free_port(), "secret", durable=False)

    server.stop(server.start())


def test_files_of_another_password_are_told_apart_from_a_server_that_is_away(files: Path) -> None:
    port = free_port()

    with pytest.raises(ServerFailed, match="refuses our password"):
        PostgresServer(files, port, "another", durable=False).start()

    with socket.socket() as knock:
        assert knock.connect_ex(("127.0.0.1", port)) != 0, "the server that refused us was left running"


def test_a_server_that_ends_while_it_is_asked_is_away() -> None:
    def said(kind: bytes, text: bytes) -> bytes:
        return kind + (len(text) + 4).to_bytes(4, "big") + text

    def greet_and_end(listener: socket.socket) -> None:
        with listener.accept()[0] as caller:
            caller.recv(4096)
            caller.sendall(said(b"R", bytes(4)) + said(b"S", b"server_version\x0018.6\0") + said(b"Z", b"I"))
            caller.recv(4096)
            caller.sendall(said(b"E", b"SFATAL\0C57P01\0Mterminating connection\0\0"))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=greet_and_end, args=(listener,), daemon=True).start()
        url = f"postgresql://postgres@127.0.0.1:{listener.getsockname()[1]}/postgres?{PLAIN}"

        assert not local.answers(url)


def test_a_port_that_is_taken_is_told(files: Path, server: PostgresServer) -> None:
    with pytest.raises(ServerFailed, match=r"Address already in use|refuses our password"):
        PostgresServer(files, server.port, "another", durable=False).start()


async def test_the_log_quotes_no_rows(server: PostgresServer) -> None:
    connection = await asyncpg.connect(server.url)
    try:
        await connection.execute("create temp table people (email text primary key)")
        for _ in range(2):
            with suppress(asyncpg.UniqueViolationError):
                await connection.execute("insert into people values ($1)", "asha@example.com")
    finally:
        await connection.close()

    log = server.log.read_text()
    assert "duplicate key" in log
    assert "asha" not in log


@pytest.mark.parametrize(("mb", "kept"), [(1, "64MB"), (150, "150MB"), (900, "256MB")])
def test_it_keeps_in_memory_what_the_largest_database_has_within_bounds(tmp_path: Path, mb: int, kept: str) -> None:
    for database, size in (("1", mb * 1_000_000), ("5", 10)):
        (tmp_path / "base" / database).mkdir(parents=True)
        with (tmp_path / "base" / database / "2619").open("wb") as file:
            file.truncate(size)

    assert f"shared_buffers={kept}" in PostgresServer(tmp_path, 5432, "secret").command


def test_no_secret_is_readable_by_others(server: PostgresServer) -> None:
    assert server.folder.stat().st_mode & 0o077 == 0
    assert not list(server.folder.parent.glob("*.password"))


async def _run(url: str, sql: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()
