"""One run: a shop is filled, opened anew, and gone through operation by operation."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace

from bench.crowd import a_crowd
from bench.databases import databases_at
from bench.figures import Figures, Rate, Run
from bench.filled_shop import FilledShop, filled_shop
from bench.hello import Hello, hello_world
from bench.measuring import Bench
from bench.operations import Operation, OrderRate
from bench.settling import quiet_of
from cli.home import Home
from cli.progress import Progress
from cli.refusals import Refusal
from cli.shape import Services


@dataclass(frozen=True, slots=True)
class Asked:
    operations: Sequence[Operation]
    rates: Sequence[OrderRate]
    at: int
    scale: float  # of the number of visits
    coding: str = "gzip"


@dataclass
class Found:
    """Gathered over the openings of one shop."""

    operations: list[Figures] = field(default_factory=list[Figures])
    rates: list[Rate] = field(default_factory=list[Rate])
    promises: dict[str, str] = field(default_factory=dict[str, str])
    rest_mb: dict[str, float] = field(default_factory=dict[str, float])
    load_mb: dict[str, float] = field(default_factory=dict[str, float])
    wrong_books: list[str] = field(default_factory=list[str])
    disturbed: list[str] = field(default_factory=list[str])
    hello_ms: list[float] = field(default_factory=list[float])
    others: float = 0.0
    ordered: int = 0


def run(home: Home, products: int, services: Services, asked: Asked, progress: Progress) -> Run:
    """`home`: of the bench's own shop."""
    load = os.getloadavg()[0]
    found = Found()
    with hello_world() as hello, filled_shop(home, products, services, progress) as shop:
        for bank_s in sorted({0.0, *(rate.bank_s for rate in asked.rates)}):
            now = replace(
                asked,
                operations=[] if bank_s else asked.operations,
                rates=[rate for rate in asked.rates if rate.bank_s == bank_s],
            )
            with progress.step(f"Opened anew, with a bank that takes {bank_s:g} s"):
                shop.reopen(bank_s)
            asyncio.run(_measure(shop, hello, now, found, progress))
    return Run(
        shape=services.value, products=products, import_s=shop.imported.seconds, import_mb=shop.imported.peak_mb,
        promises=found.promises, operations=found.operations, rates=found.rates, memory_rest_mb=found.rest_mb,
        memory_load_mb=found.load_mb, wrong_books=found.wrong_books, disturbed=found.disturbed, load=load,
        others=found.others, hello_ms=found.hello_ms,
    )  # fmt: skip


async def _measure(shop: FilledShop, hello: Hello, asked: Asked, found: Found, progress: Progress) -> None:
    async with bench_of(shop, hello, asked) as bench:
        bench.ordered = found.ordered
        found.promises = await bench.databases.promises()
        refuse_broken_promises(found.promises)
        await bench.quiet.comes()
        found.rest_mb = found.rest_mb or bench.memory_mb()
        idle = await bench.idle()
        for operation in asked.operations:
            with progress.step(operation.key) as step:
                found.operations.append(await bench.measure(operation, idle, asked.scale))
                step.note = f"{found.operations[-1].total_ms:.2f} ms"
        for rate in asked.rates:
            with progress.step(rate.title) as step:
                found.rates.append(await bench.rate(rate, asked.scale))
                step.note = f"{found.rates[-1].a_second:.0f} a second"
        found.ordered = bench.ordered
        found.wrong_books += bench.wrong_books
        found.disturbed += bench.disturbance.reasons()
        found.hello_ms += bench.disturbance.hello_ms
        found.others = max(found.others, bench.disturbance.others)
        found.load_mb = max(found.load_mb, bench.memory_load_mb, key=lambda sizes: sum(sizes.values()))


@contextlib.asynccontextmanager
async def bench_of(shop: FilledShop, hello: Hello, asked: Asked) -> AsyncIterator[Bench]:
    addresses, keys = shop.environments.addresses, shop.environments.keys
    async with databases_at(shop.database_server, shop.services) as databases:
        place = await shop.place(databases)
        place = replace(place, services={**place.services, "hello": hello.port}, coding=asked.coding)
        async with (
            quiet_of(databases, addresses.nats_url, keys.nats_launcher) as quiet,
            a_crowd(place) as crowd,
        ):
            yield Bench(databases, quiet, crowd, shop.parts(), shop.groups(), hello.parts, asked.at)


def refuse_broken_promises(settings: dict[str, str]) -> None:
    """A server that forgets is fast."""
    off = [f"{name} = {setting}" for name, setting in settings.items() if setting != "on"]
    if off:
        raise Refusal(
            f"PostgreSQL does not force what it promises to the disk: {', '.join(off)}.",
            "Set them to on (local/postgres.py): figures without them are no figures of a shop.",
        )
