"""Three instances of a service at the same PostgreSQL and NATS: what one of them does counts for all, once."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import asyncpg
import pytest
from nats.aio.msg import Msg

from kit.calls.breaker import Breaker
from kit.data.database import Database, PostgresStore
from kit.data.migrations import KIT, read_files
from kit.http.limits import Limits, TooMany
from kit.messaging.outbox import BATCH, Relay
from kit.running import jobs
from kit.tests.bells import BellRang, Bells, a_ring, connected, doing, is_empty
from kit.tests.doomed_job import Hours
from kit.tests.doomed_job import jobs as striking
from local.nats import connect_as_launcher
from testkit import processes
from testkit.broker import LAUNCHER_PASSWORD, TestNats
from testkit.databases import Clone, TestPostgres
from testkit.waiting import until

INSTANCES = 3
EndWithTest = Callable[[processes.Process], processes.Process]


@pytest.fixture
def end_with_test() -> Iterator[EndWithTest]:
    """Also where the test fails before it is killed."""
    started: list[processes.Process] = []
    yield lambda process: started.append(process) or process
    for process in started:
        process.kill()
        process.wait(10)


@asynccontextmanager
async def instances_at(url: str, count: int = INSTANCES) -> AsyncIterator[Sequence[Database]]:
    """Each with connections of its own."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(Database(url, name=f"instance {number}")) for number in range(count)]


async def test_a_limit_lets_through_as_many_as_if_there_were_one(kit_database: Database) -> None:
    async with instances_at(kit_database.url) as instances:
        limits = [Limits(database) for database in instances]

        tries = await asyncio.gather(
            *(each.hit("login", "alice", most=5, per_s=900) for each in limits * 6), return_exceptions=True
        )
        await limits[0].forget("login", "alice")
        await limits[1].hit("login", "alice", most=1, per_s=900)
        with pytest.raises(TooMany):
            await limits[2].hit("login", "alice", most=1, per_s=900)

    assert Counter(map(type, tries)) == {type(None): 5, TooMany: 13}


async def test_each_event_is_announced_by_one_of_three_and_the_holder_of_the_turn_may_be_killed(
    kit_database: Database, bell_and_ear: TestNats, end_with_test: EndWithTest, tmp_path: Path
) -> None:
    """It dies when the broker has a batch and its rows are there still: those go again, under their ids."""
    rings = [a_ring(str(number)) for number in range(2 * BATCH + 50)]
    bells = Bells(kit_database)
    told = kit_database.url, bell_and_ear.url, bell_and_ear.password_of("bell")
    async with heard_by_the_broker(bell_and_ear) as announced, instances_at(kit_database.url, 2) as others:
        doomed = end_with_test(processes.start("kit.tests.doomed_relay", *told, log=tmp_path / "doomed-relay.log"))
        await until(lambda: holders_of_the_turn(bells, "doomed"))
        async with (
            connected(bell_and_ear, "bell") as broker,
            doing(*(Relay(database, broker).run() for database in others)),
        ):
            await until(lambda: all(database._followers for database in others))
            await bells.ring(*rings)
            assert await asyncio.to_thread(doomed.wait) == -signal.SIGKILL
            await until(lambda: is_empty(bells))
            assert await holders_of_the_turn(bells, "instance") == 1
        await until(lambda: len(announced) >= len(rings) + BATCH)

    times = Counter(each.id for each in announced)
    assert [times[ring.id] for ring in rings] == [2] * BATCH + [1] * (len(rings) - BATCH)
    assert await tones_kept(bell_and_ear) == [ring.tone for ring in rings]


async def test_what_a_job_does_takes_effect_once_and_what_a_killed_one_held_is_done_by_another(
    hours_of_three: Clone, end_with_test: EndWithTest, tmp_path: Path
) -> None:
    tones = {str(number) for number in range(60)}
    doomed = end_with_test(processes.start("kit.tests.doomed_job", hours_of_three.url, log=tmp_path / "doomed-job.log"))
    async with instances_at(hours_of_three.url) as instances:
        hours = PostgresStore(instances[0])
        await hours.execute("insert into hours select unnest($1::text[])", sorted(tones))
        await until(lambda: hours.fetchval("select count(*) = 59 from (select from hours for update skip locked) free"))

        async with doing(*(jobs.run(striking, Hours(database)) for database in instances)):
            await until(lambda: hours.fetchval("select count(*) = 59 from kit_outbox"))
            doomed.kill()
            await asyncio.to_thread(doomed.wait)
            await until(lambda: hours.fetchval("select count(*) = 0 from hours"))
        rung = [row[0] for row in await hours.fetch("select body::jsonb ->> 'tone' from kit_outbox")]

    assert sorted(rung) == sorted(tones)


def test_what_one_instance_saw_of_a_neighbour_keeps_no_other_from_asking() -> None:
    now = 0.0
    breakers = [Breaker(failures=3, rest_s=2.0, monotonic=lambda: now) for _ in range(INSTANCES)]
    for _ in range(3):
        breakers[0].failed()

    assert [breaker.allows() for breaker in breakers] == [False, True, True]
    now = 2.0
    assert [breaker.allows() for breaker in breakers] == [True, True, True]


@pytest.fixture
async def hours_of_three(postgres: TestPostgres) -> AsyncIterator[Clone]:
    """A database with the table of kit.tests.doomed_job."""
    clone = await postgres.clone("kit", lambda _: read_files("kit", KIT))
    owner = await asyncpg.connect(clone.owner_url)
    await owner.execute("create table hours (tone text primary key); grant all on hours to public")
    await owner.close()
    yield clone
    await postgres.drop(clone.name)


@asynccontextmanager
async def heard_by_the_broker(server: TestNats) -> AsyncIterator[list[BellRang]]:
    """Everything that is announced, also what its stream knows already."""
    announced: list[BellRang] = []

    async def hear(message: Msg) -> None:
        announced.append(BellRang.model_validate_json(message.data))

    client = await connect_as_launcher(server.url, LAUNCHER_PASSWORD)
    try:
        await client.subscribe("bell.>", cb=hear)
        await client.flush()
        yield announced
    finally:
        await client.close()


async def tones_kept(server: TestNats) -> list[str]:
    """In the order of the stream."""
    client = await connect_as_launcher(server.url, LAUNCHER_PASSWORD)
    try:
        jetstream = client.jetstream()
        last = (await jetstream.stream_info("BELL")).state.last_seq
        kept = [await jetstream.get_msg("BELL", number) for number in range(1, last + 1)]
    finally:
        await client.close()
    return [BellRang.model_validate_json(message.data or b"").tone for message in kept]


async def holders_of_the_turn(bells: Bells, named: str) -> int:
    return await bells.fetchval(
        """select count(*) from pg_locks join pg_stat_activity using (pid)
            where locktype = 'advisory' and granted and starts_with(application_name, $1)
              and database = (select oid from pg_database where datname = current_database())""",
        named,
    )
