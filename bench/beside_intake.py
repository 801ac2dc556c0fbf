"""How much slower a checkout is while browsers tell what they look at.

    python bench/beside_intake.py [checkouts a turn] [events a second]

A shop of its own with 1,000 products and a bank that takes 0.1 s; two shoppers buy one after the other, in turns with
and without beacons of 25 events that come to the activity service at the rate asked for. Who asks shares the machine.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.activity import beacons_of, tell
from bench.client import addresses
from bench.databases import databases_at
from bench.filled_shop import FilledShop, filled_shop
from bench.load import Crowd, Job
from bench.visitors import Place
from bench.visits import VISITS
from cli.home import Home
from cli.progress import Progress
from cli.shape import Services

TELL = "tell"
PRODUCTS, BANK_S, SHOPPERS, TURNS, EVENTS, LONGEST_S = 1000, 0.1, 2, 4, 25, 300
AHEAD_S, AT_ONCE = 0.1, 20  # beacons of so long are sent together


@dataclass
class Waits:
    """Milliseconds of whole checkouts, from the door to the confirmed order."""

    alone: list[float] = field(default_factory=list[float])
    beside: list[float] = field(default_factory=list[float])
    told: int = 0  # events
    told_s: float = 0.0


async def _keep_telling(port: int, a_second: int) -> None:
    """Says after each lot how many events it was; a process of its own, so that it does not hold up who buys."""
    began, many = time.perf_counter(), round(a_second * AHEAD_S / EVENTS)
    for turn in range(1, 10**6):
        await tell(port, beacons_of(many, EVENTS)[0], AT_ONCE)
        print(many * EVENTS, flush=True)
        await asyncio.sleep(max(0.0, began + turn * AHEAD_S - time.perf_counter()))


@asynccontextmanager
async def _telling(port: int, a_second: int, waits: Waits) -> AsyncIterator[None]:
    command = [sys.executable, "-P", "-m", "bench.beside_intake", TELL, str(port), str(a_second)]
    teller = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert teller.stdout
    await teller.stdout.readline()
    began = time.perf_counter()
    try:
        yield
    finally:
        waits.told_s += time.perf_counter() - began
        teller.terminate()
        waits.told += sum(map(int, (await teller.stdout.read()).split()))
        await teller.wait()


async def _bought(place: Place, times: int, seed: int, coming: Iterator[str]) -> list[float]:
    job = Job("checkout", times, SHOPPERS, 0, seed, LONGEST_S)
    seen = await Crowd(place, VISITS[job.visit], job, coming).come(times, LONGEST_S)
    if seen.errors:
        raise SystemExit(f"Not every checkout went well: {seen.errors.most_common(3)}")
    return seen.milliseconds


async def measured(shop: FilledShop, times: int, a_second: int) -> Waits:
    waits, coming = Waits(), addresses()
    async with databases_at(shop.database_server, shop.services) as databases:
        place = await shop.place(databases)
        await _bought(place, 2 * SHOPPERS, 0, coming)  # warm
        for turn in range(TURNS):
            waits.alone += await _bought(place, times, 2 * turn + 1, coming)
            async with _telling(place.services["activity"], a_second, waits):
                waits.beside += await _bought(place, times, 2 * turn + 2, coming)
    return waits


def p95(milliseconds: list[float]) -> float:
    return statistics.quantiles(milliseconds, n=20)[-1]


def main(times: int = 60, a_second: int = 5000) -> None:
    with TemporaryDirectory(prefix="souk-bench-") as folder, Progress() as progress:
        Path(folder).chmod(0o711)
        with filled_shop(Home(Path(folder)), PRODUCTS, Services.APART, progress) as shop:
            shop.reopen(BANK_S)
            waits = asyncio.run(measured(shop, times, a_second))
    for name, found in (("alone", waits.alone), ("beside", waits.beside)):
        print(f"checkout {name}: p50 {statistics.median(found):.0f} ms, p95 {p95(found):.0f} ms ({len(found)})")
    print(f"{waits.told / waits.told_s:.0f} events a second; p95 {p95(waits.beside) / p95(waits.alone) - 1:+.0%}")


if __name__ == "__main__" and sys.argv[1:2] == [TELL]:
    asyncio.run(_keep_telling(*map(int, sys.argv[2:])))
elif __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
