"""What waking the relay costs each commit that announces something: python bench/announcing.py [seconds] [connections]

One PostgreSQL server that forces commits to the disk, with one database for each of five services and the connections
spread over them, as `./souk up` has them. Each connection announces by the statement of the outbox, again and again,
without and with `pg_notify` in the transaction; rounds alternate, since a shared machine is never twice the same.
"""

from __future__ import annotations

import asyncio
import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import asyncpg

from kit.data.migrations import KIT, migrate, read_files
from local.postgres import PostgresServer
from local.programs import free_port

SERVICES = 5
ROUNDS = 5
INSERT = "insert into kit_outbox (id, subject, body) values ($1, 'bench.happened.v1', '{}')"
WAYS = {"insert": INSERT, "insert, pg_notify": f"with kept as ({INSERT}) select pg_notify('kit_outbox', '')"}


async def announce(connection: asyncpg.Connection, sql: str, until: float, took: list[float]) -> None:
    while (began := time.perf_counter()) < until:
        await connection.execute(sql, uuid4())
        took.append(time.perf_counter() - began)


async def measured(server: PostgresServer, seconds: float, at_once: int) -> None:
    root = await asyncpg.connect(server.url)
    names = [f"service_{number}" for number in range(SERVICES)]
    urls = [server.url.rsplit("/", 1)[0] + f"/{name}" for name in names]
    for name, url in zip(names, urls, strict=True):
        await root.execute(f"create database {name}")
        await migrate(url, read_files("kit", KIT))
    await root.close()
    listeners = [await asyncpg.connect(url) for url in urls]
    for listener in listeners:
        await listener.add_listener("kit_outbox", lambda *_: None)
    connections = [await asyncpg.connect(urls[number % SERVICES]) for number in range(at_once)]
    rates: dict[str, list[float]] = {way: [] for way in WAYS}
    slow: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(ROUNDS):
        for way, sql in WAYS.items():
            took: list[float] = []
            until = time.perf_counter() + seconds
            await asyncio.gather(*(announce(connection, sql, until, took) for connection in connections))
            rates[way].append(len(took) / seconds)
            slow[way].append(sorted(took)[int(len(took) * 0.99)] * 1000)
    for way in WAYS:
        rate, p99 = statistics.median(rates[way]), statistics.median(slow[way])
        print(f"{way:20} {rate:7.0f} commits a second, the slowest hundredth over {p99:5.1f} ms", flush=True)
    for connection in (*connections, *listeners):
        await connection.close()


def main(seconds: float = 4, at_once: float = 16) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        server = PostgresServer(Path(folder) / "postgres", free_port(), secrets.token_hex(8))
        process = server.start()
        try:
            asyncio.run(measured(server, seconds, int(at_once)))
        finally:
            server.stop(process)


if __name__ == "__main__":
    main(*(float(argument) for argument in sys.argv[1:]))
