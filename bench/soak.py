"""`python -m bench.soak`: what the shop holds in memory before, during and after an hour of visitors.

Each part's memory (PSS) is read once a minute. What still grows in the second half, once caches and pools are full,
is a leak or a list that nobody ends. Ends with 1 where a request failed or the books do not agree.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Mapping, Sequence

from rich.table import Table

from bench.books import read_books
from bench.client import addresses
from bench.databases import databases_at
from bench.filled_shop import FilledShop, filled_shop, only_bench
from bench.settling import quiet_of
from bench.street import Street
from cli.home import Home
from cli.progress import Progress
from cli.shape import Services
from cli.terminal import console

PRODUCTS = 1_000
LOOK_S = 60.0

Sizes = Mapping[str, float]


async def soaked(shop: FilledShop, visitors: int, pause_s: float, seconds: float) -> int:
    async with databases_at(shop.database_server, shop.services) as databases:
        street = Street(await shop.place(databases), addresses(), pause_s)
        parts = shop.parts()
        seen = [parts.memory_mb()]
        walks = [asyncio.create_task(street.walk(number)) for number in range(visitors)]
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            await asyncio.sleep(min(LOOK_S, left))
            seen.append(parts.memory_mb())
            told = f"{street.seen.requests:,} requests, {street.seen.orders:,} orders, {sum(seen[-1].values()):.0f} MB"
            console.print(f"  {len(seen) - 1:>3} min  {told}")
        street.closed = True
        await asyncio.gather(*walks)
        async with quiet_of(
            databases, shop.environments.addresses.nats_url, shop.environments.keys.nats_launcher
        ) as quiet:
            await quiet.comes()
        wrong = (await read_books(databases)).faults(street.seen.orders)
    console.print(table_of(seen, parts.memory_mb()))
    lost = street.seen.failures
    for what in (*[f"{many} × {what}" for what, many in lost.most_common(10)], *wrong):
        console.print(f"  {what}", soft_wrap=True)
    console.print(f"{street.seen.requests:,} requests, {lost.total()} failed; {street.seen.orders:,} orders. ", end="")
    console.print("The books do not agree." if wrong else "The books agree.")
    return 1 if lost or wrong else 0


def table_of(seen: Sequence[Sizes], after: Sizes) -> Table:
    """By part; the last row is the sum. `seen`: once a minute, the first of them before anybody came."""
    table = Table("MB (PSS)", *("before", "most", "at the end", "a while after", "second half, a look"), box=None)
    for name in (*sorted(seen[0]), ""):
        course = [sum(sizes.values()) if not name else sizes.get(name, 0.0) for sizes in seen]
        rest = sum(after.values()) if not name else after.get(name, 0.0)
        numbers = (course[0], max(course), course[-1], rest)
        table.add_row(name or "all", *(f"{number:.1f}" for number in numbers), f"{growth(course):+.2f}")
    return table


def growth(course: Sequence[float]) -> float:
    """Megabytes from one look to the next over the second half: the slope of a straight line through it."""
    half = course[len(course) // 2 :]
    if len(half) < 2:
        return 0.0
    return statistics.linear_regression(range(len(half)), half).slope


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--visitors", type=int, default=8)
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between a visitor's visits")
    parser.add_argument("--together", action="store_true", help="services in one process")
    asked = parser.parse_args()
    shape = Services.TOGETHER if asked.together else Services.APART
    with (
        only_bench(Home.of()) as own,
        Progress() as progress,
        filled_shop(own, PRODUCTS, shape, progress) as shop,
    ):
        return asyncio.run(soaked(shop, asked.visitors, asked.pause, asked.minutes * 60))


if __name__ == "__main__":
    sys.exit(main())
