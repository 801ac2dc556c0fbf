"""What an operation's pieces cost with nothing of a shop in them: the libraries of services, the same servers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp
import asyncpg
from nats.js.api import AckPolicy, ConsumerConfig, StreamConfig

from bench.measuring import Bench
from local.nats import connect_as_launcher

AT_ONCE = 16
TIMES = 2_000
TABLE = "bench_floor"
STREAM, SUBJECT = "bench_floor", "bench.floor"
FETCHED = 50

Milliseconds = float


@dataclass(frozen=True, slots=True)
class Pieces:
    """Of one visit on the average, or what one of each costs bare."""

    answers: float  # a request that a service answers
    calls: float  # of one service by another; its answer is counted with it
    statements: float  # that commit nothing
    commits: float  # with the statement that makes them
    messages: float  # announced, kept, heard and acknowledged

    def cost(self, bare: Pieces) -> Milliseconds:
        return (
            self.answers * bare.answers
            + self.calls * bare.calls
            + self.statements * bare.statements
            + self.commits * bare.commits
            + self.messages * bare.messages
        )


async def bare_pieces(bench: Bench, database_url: str, nats: tuple[str, str], hello_url: str) -> Pieces:
    """`nats`: where, and the launcher's password. Milliseconds of processor time, both ends and the server counted."""
    answers = await bench.say_hello()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:

        async def call() -> None:
            async with session.get(hello_url) as answer:
                await answer.json()

        calls = await _milliseconds(bench, call)
    statements, commits = await _of_database(bench, database_url)
    return Pieces(answers, calls, statements, commits, await _of_broker(bench, *nats))


async def _of_database(bench: Bench, url: str) -> tuple[Milliseconds, Milliseconds]:
    async with asyncpg.create_pool(url, min_size=AT_ONCE, max_size=AT_ONCE) as pool:
        await pool.execute(f"create table {TABLE} (id bigint generated always as identity primary key, said text)")
        try:
            await pool.execute(f"insert into {TABLE} (said) select 'hello' from generate_series(1, 1000)")
            read = await _milliseconds(bench, lambda: pool.fetchrow(f"select said from {TABLE} where id = $1", 500))
            written = await _milliseconds(bench, lambda: pool.execute(f"insert into {TABLE} (said) values ($1)", "hi"))
        finally:
            await pool.execute(f"drop table {TABLE}")
    return read, written


async def _of_broker(bench: Bench, url: str, password: str) -> Milliseconds:
    client = await connect_as_launcher(url, password)
    jetstream = client.jetstream()
    try:
        await jetstream.add_stream(StreamConfig(name=STREAM, subjects=[SUBJECT]))
        hearing = await jetstream.pull_subscribe(
            SUBJECT, durable=STREAM, stream=STREAM, config=ConsumerConfig(ack_policy=AckPolicy.EXPLICIT)
        )

        async def announce() -> None:
            await jetstream.publish(SUBJECT, b"hello")

        announced = await _milliseconds(bench, announce)

        async def hear() -> None:
            for message in await hearing.fetch(FETCHED):
                await message.ack()

        return announced + await _milliseconds(bench, hear, TIMES // FETCHED, at_once=1) / FETCHED
    finally:
        await jetstream.delete_stream(STREAM)
        await client.close()


async def _milliseconds(
    bench: Bench, work: Callable[[], Awaitable[object]], times: int = TIMES, at_once: int = AT_ONCE
) -> Milliseconds:
    """Once: of this process, which is the client, and of the servers."""
    await work()  # statements and connections are prepared
    before, own = bench.servers_s(), time.process_time()
    left = iter(range(times))

    async def one_after_another() -> None:
        for _ in left:
            await work()

    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    return (time.process_time() - own + bench.servers_s() - before) / times * 1000
