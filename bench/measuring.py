"""One operation after another: warm, counted, settled, its books checked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bench.books import read_books
from bench.crowd import Crowd
from bench.databases import Databases, Written
from bench.figures import Figures, Rate, percentile
from bench.load import Job
from bench.machine import Clock, Disturbance
from bench.operations import Operation, OrderRate
from bench.processor import GROUPS, Parts, Spent
from bench.settling import Quiet

MOST_S = 10.0  # of an operation, however slow it is
IDLE_S = 3.0
HELLO_VISITS = 600
# Statements are counted in visits of their own, since counting costs processor time.
COUNTED_VISITS = 48
RELOAD_S = 0.3  # until every backend has read a changed setting
ANSWERED_BY_CACHE = ("HIT", "STALE", "UPDATING")


@dataclass(frozen=True, slots=True)
class Idle:
    """What the shop does in a second when nobody is there; not the price of a visit."""

    spent: Spent
    statements: float


@dataclass
class Counted:
    """From when the shop was warm until all was settled."""

    seen: Mapping[str, Any]
    spent: Spent
    wall_s: float
    written: Written


@dataclass(eq=False)
class Bench:
    """Of one shop that is open. `groups`: part → the column of the table in which it is counted."""

    databases: Databases
    quiet: Quiet
    crowd: Crowd
    parts: Parts
    groups: Mapping[str, str]
    hello: Parts
    at: int
    ordered: int = 0  # confirmed, as shoppers saw it
    disturbance: Disturbance = field(default_factory=Disturbance)
    wrong_books: list[str] = field(default_factory=list[str])
    memory_load_mb: dict[str, float] = field(default_factory=dict[str, float])

    async def idle(self) -> Idle:
        await self._count_statements("top")
        before, began = self._spent(), time.monotonic()
        await asyncio.sleep(IDLE_S)
        wall_s = time.monotonic() - began
        spent, statements = self._spent().since(before), await self.databases.statements()
        await self._count_statements("none")
        return Idle(spent.per(wall_s), statements / wall_s)

    async def measure(self, operation: Operation, idle: Idle, scale: float) -> Figures:
        hello_ms = await self.say_hello()
        times = max(1, int(operation.times * scale))
        job = Job(operation.name, times, self.at, times // 5, 1, MOST_S, operation.past_gateway)
        counted = await self._counted(job, settles=operation.writes)
        counting = replace(job, times=min(times, COUNTED_VISITS), warm=0, seed=2)
        statements = await self._statements(counting, idle, settles=operation.writes)
        if operation.writes:
            await self._check_books(operation.title)
        spent = counted.spent.without(idle.spent, counted.wall_s)
        return _figures(operation, counted, self._by_group(spent), statements, hello_ms)

    async def rate(self, rate: OrderRate, scale: float) -> Rate:
        times = max(1, int(rate.times * scale))
        counted = await self._counted(Job(rate.visit, times, rate.at, times // 5, 3, 3 * MOST_S), settles=True)
        await self._check_books(rate.title)
        each, errors = counted.seen["milliseconds"], counted.seen["errors"]
        shown = (len(each) / counted.seen["wall_s"], percentile(each, 0.5), percentile(each, 0.99))
        return Rate(rate.name, rate.title, len(each), *shown, errors["failed"], errors["said"])

    async def say_hello(self) -> float:
        """Milliseconds of processor time of a bare answer in this minute."""
        clock, before = Clock.now(), self.hello.spent()

        async def note() -> None:
            nonlocal clock, before
            clock, before = Clock.now(), self.hello.spent()

        job = Job("hello", HELLO_VISITS, self.at, HELLO_VISITS // 4, 1, MOST_S, past_gateway=True)
        seen = await self.crowd.visit(job, note)
        used_s = self.hello.spent().since(before).seconds["hello"]
        self.disturbance.add(Clock.now().since(clock), used_s + seen["cpu_s"])
        self.disturbance.hello_ms.append(used_s / HELLO_VISITS * 1000)
        return self.disturbance.hello_ms[-1]

    async def visited(self, job: Job, before: Callable[[], Awaitable[Any]]) -> Mapping[str, Any]:
        """Nothing of it is measured; its orders count for the books."""
        seen = await self.crowd.visit(job, before)
        self._note_orders(job.visit, seen)
        return seen

    def servers_s(self) -> float:
        """What the database, the broker and the hello-world have spent since they began."""
        spent = self.parts.spent().seconds
        servers = sum(spent[part] for part in spent if self.groups[part] in ("PostgreSQL", "NATS"))
        return servers + self.hello.spent().seconds["hello"]

    def memory_mb(self) -> dict[str, float]:
        found = dict.fromkeys(GROUPS, 0.0)
        for part, size in self.parts.memory_mb().items():
            found[self.groups[part]] += size
        return found

    async def _counted(self, job: Job, *, settles: bool) -> Counted:
        began, position, clock, before = 0.0, "", Clock.now(), Spent({})

        async def note() -> None:
            nonlocal began, position, clock, before
            if settles:
                await self.quiet.comes()
            position = await self.databases.position()
            clock, before, began = Clock.now(), self._spent(), time.monotonic()

        seen = await self.visited(job, note)
        if settles:
            await self.quiet.comes()
        spent, wall_s = self._spent().since(before), time.monotonic() - began
        self.disturbance.add(Clock.now().since(clock), spent.total + seen["cpu_s"])
        self._note_memory()
        return Counted(seen, spent, wall_s, await self.databases.written_since(position))

    async def _statements(self, job: Job, idle: Idle, *, settles: bool) -> float:
        await self._count_statements("top")
        began = 0.0

        async def note() -> None:
            nonlocal began
            if settles:
                await self.quiet.comes()
            await self.databases.forget_statements()
            began = time.monotonic()

        seen = await self.visited(job, note)
        if settles:
            await self.quiet.comes()
        sent = await self.databases.statements() - idle.statements * (time.monotonic() - began)
        await self._count_statements("none")
        return max(0.0, sent / max(1, len(seen["milliseconds"])))

    async def _count_statements(self, tracked: str) -> None:
        await self.databases.count_statements(tracked)
        await asyncio.sleep(RELOAD_S)
        await self.databases.forget_statements()

    async def _check_books(self, after: str) -> None:
        faults = (await read_books(self.databases)).faults(self.ordered)
        self.wrong_books += [f"after {after}: {fault}" for fault in faults]

    def _spent(self) -> Spent:
        return self.parts.spent(self.databases.pids)

    def _by_group(self, spent: Spent) -> dict[str, float]:
        found = dict.fromkeys(GROUPS, 0.0)
        for part, seconds in spent.seconds.items():
            found[self.groups[part]] += seconds
        return found

    def _note_orders(self, visit: str, seen: Mapping[str, Any]) -> None:
        if visit.startswith("checkout"):
            self.ordered += len(seen["milliseconds"]) + seen["warmed"]

    def _note_memory(self) -> None:
        """The most that was seen after an operation."""
        now = self.memory_mb()
        if sum(now.values()) > sum(self.memory_load_mb.values()):
            self.memory_load_mb = now


def _figures(
    operation: Operation, counted: Counted, seconds: Mapping[str, float], statements: float, hello_ms: float
) -> Figures:
    seen, written = counted.seen, counted.written
    each: Sequence[float] = seen["milliseconds"]
    visits = max(1, len(each))
    failed, said = seen["errors"]["failed"], list(seen["errors"]["said"])
    hits = sum(seen["caches"].get(word, 0) for word in ANSWERED_BY_CACHE)
    if hits and not operation.cached:
        failed, said = failed + hits, [*said, f"{hits} × answered by the gateway's cache instead of the shop"]
    return Figures(
        key=operation.key,
        title=operation.title,
        visits=len(each),
        a_second=len(each) / seen["wall_s"],
        p50_ms=percentile(each, 0.5),
        p95_ms=percentile(each, 0.95),
        p99_ms=percentile(each, 0.99),
        first_ms=seen["first_ms"],
        cpu_ms={group: spent_s / visits * 1000 for group, spent_s in seconds.items()},
        load_ms=seen["cpu_s"] / visits * 1000,
        hello_ms=hello_ms,
        statements=statements,
        commits=written.commits / visits,
        wal_kb=(written.record_bytes + written.image_bytes) / visits / 1000,
        wal_images_kb=written.image_bytes / visits / 1000,
        failed=failed,
        said=said,
        caches=seen["caches"],
    )
