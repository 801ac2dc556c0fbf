"""PostgreSQL's disk is full: who wants to write is told so, and what was acknowledged is there afterwards."""

from __future__ import annotations

import asyncio
import itertools
import os
from pathlib import Path

from kit.data.database import Database, DatabaseUnavailable
from kit.errors import Kind
from local.postgres import PostgresServer
from local.programs import free_port
from testkit.small_disk import small_disk

PATIENCE_S = 60


async def keep(database: Database, number: int) -> None:
    async with database.acquire() as connection, connection.transaction():
        await connection.execute("insert into books values ($1, $2)", number, os.urandom(200_000))


async def test_a_full_disk_is_told_as_an_outage_and_the_books_agree_when_there_is_room_again(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", megabytes=200) as disk:
        server = PostgresServer(disk.folder / "postgres", free_port(), "secret", durable=False)
        process = await asyncio.to_thread(server.start)
        try:
            async with Database(server.url, name="books") as database:
                async with database.acquire() as connection:
                    await connection.execute("create table books (number int primary key, page bytea)")
                await keep(database, 0)
                disk.fill()

                acknowledged, refusal = await keep_until_refused(database, first=1)

                assert refusal.kind is Kind.UNAVAILABLE
                assert refusal.fix

                disk.make_room()
                if process.poll() is not None:
                    process = await asyncio.to_thread(server.start)
                await until_kept(database, acknowledged)
                async with database.acquire() as connection:
                    numbers = await connection.fetch("select number from books order by number")
                assert [row["number"] for row in numbers] == list(range(acknowledged + 1))
        finally:
            await asyncio.to_thread(server.stop, process)


async def keep_until_refused(database: Database, first: int) -> tuple[int, DatabaseUnavailable]:
    """The number that was refused."""
    for number in itertools.count(first):
        try:
            await keep(database, number)
        except DatabaseUnavailable as refusal:
            return number, refusal
    raise AssertionError("the disk never filled")


async def until_kept(database: Database, number: int) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            try:
                return await keep(database, number)
            except DatabaseUnavailable:
                await asyncio.sleep(0.1)
