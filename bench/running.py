"""One run: shops are filled, opened anew, and gone through operation by operation."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace

from bench.crowd import a_crowd
from bench.databases import databases_at
from bench.figures import Figures, Rate, Run, middle_of
from bench.filled_shop import FilledShop, filled_shop, refuse_small_disk
from bench.hello import Hello, hello_world
from bench.measuring import Bench, Idle
from bench.operations import Operation, OrderRate
from bench.settling import quiet_of
from cli.home import Home
from cli.progress import Progress
from cli.refusals import Refusal
from cli.shape import Services

# In which shops that are compared take turns: within a minute a machine's speed changes by more than they differ.
ROUNDS = 5


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

    async def begin(self, bench: Bench) -> Idle:
        bench.ordered = self.ordered
        self.promises = await bench.databases.promises()
        refuse_broken_promises(self.promises)
        await bench.quiet.comes()
        self.rest_mb = self.rest_mb or bench.memory_mb()
        return await bench.idle()

    def end(self, bench: Bench) -> None:
        self.ordered = bench.ordered
        self.wrong_books += bench.wrong_books
        self.disturbed += bench.disturbance.reasons()
        self.hello_ms += bench.disturbance.hello_ms
        self.others = max(self.others, bench.disturbance.others)
        self.load_mb = max(self.load_mb, bench.memory_load_mb, key=lambda sizes: sum(sizes.values()))

    def run(self, shop: FilledShop, load: float) -> Run:
        return Run(
            shape=shop.shape.services.value, products=shop.products, import_s=shop.imported.seconds,
            import_mb=shop.imported.peak_mb, promises=self.promises, operations=self.operations, rates=self.rates,
            memory_rest_mb=self.rest_mb, memory_load_mb=self.load_mb, wrong_books=self.wrong_books,
            disturbed=self.disturbed, load=load, others=self.others, hello_ms=self.hello_ms,
        )  # fmt: skip


def run(home: Home, products: int, shapes: Sequence[Services], asked: Asked, progress: Progress) -> list[Run]:
    """Shops of all `shapes` are open at once, and each operation is done in one after the other: a slow minute of the
    machine is everybody's. `home`: of the bench's own shops.
    """
    load = os.getloadavg()[0]
    refuse_small_disk(home.root, len(shapes))
    with contextlib.ExitStack() as stack:
        hello = stack.enter_context(hello_world())
        shops = [stack.enter_context(filled_shop(home, products, shape, progress)) for shape in shapes]
        found = [Found() for _ in shops]
        for bank_s in sorted({0.0, *(rate.bank_s for rate in asked.rates)}):
            now = replace(
                asked,
                operations=[] if bank_s else asked.operations,
                rates=[rate for rate in asked.rates if rate.bank_s == bank_s],
            )
            with progress.step(f"Opened anew, with a bank that takes {bank_s:g} s"):
                for shop in shops:
                    shop.reopen(bank_s)
            asyncio.run(_measure(shops, found, hello, now, progress))
        return [each.run(shop, load) for each, shop in zip(found, shops, strict=True)]


async def _measure(
    shops: Sequence[FilledShop], found: Sequence[Found], hello: Hello, asked: Asked, progress: Progress
) -> None:
    rounds = ROUNDS if len(shops) > 1 else 1
    async with contextlib.AsyncExitStack() as stack:
        benches = [await stack.enter_async_context(bench_of(shop, hello, asked)) for shop in shops]
        turns = [(bench, each, await each.begin(bench)) for bench, each in zip(benches, found, strict=True)]
        for operation in asked.operations:
            with progress.step(operation.key) as step:
                measured: dict[Bench, list[Figures]] = {bench: [] for bench in benches}
                for turn in range(rounds):
                    for bench, _, idle in turns[:: -1 if turn % 2 else 1]:
                        measured[bench].append(await bench.measure(operation, idle, asked.scale / rounds))
                for bench, each, _ in turns:
                    each.operations.append(middle_of(measured[bench]))
                step.note = ", ".join(f"{each.operations[-1].total_ms:.2f} ms" for each in found)
        for rate in asked.rates:
            with progress.step(rate.title) as step:
                for bench, each, _ in turns:
                    each.rates.append(await bench.rate(rate, asked.scale))
                step.note = ", ".join(f"{each.rates[-1].a_second:.0f} a second" for each in found)
        for bench, each, _ in turns:
            each.end(bench)


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
