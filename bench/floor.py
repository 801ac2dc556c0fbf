"""`python -m bench.floor`: what a write cannot cost less than, as long as it consists of what it consists of.

Requests, calls between services, statements, commits and messages of each operation are counted, and each is
measured bare in the same minute: FastAPI that says hello, aiohttp that asks it, a row by its key, a row more, a
message. Their sum is a shop without a rule. What a measured operation takes beyond it is Souk's own work; where the
floor itself is above a goal, only fewer pieces or another language reach it.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import uvloop
from rich.table import Table

from bench.bare import Pieces, bare_pieces
from bench.figures import Figures
from bench.filled_shop import FilledShop, filled_shop, only_bench
from bench.goals import cpu_goal
from bench.hello import Hello, hello_world
from bench.load import Job
from bench.measuring import MOST_S, Bench
from bench.operations import OPERATIONS, Operation
from bench.running import Asked, bench_of
from bench.tables import wide_console
from cli.home import Home
from cli.progress import Progress
from cli.shape import Services

PRODUCTS = 1_000
AT = 16
COUNTED = 300  # visits
NAMES = ("add", "checkout", "price")
PASSED_ON = '"upstream_status":"2'
ANSWERED = '"message":"request"'
HEALTH = "/health"
FLUSHED_S = 1.5  # the gateway writes what it logged once a second


async def found_in(shop: FilledShop, hello: Hello, scale: float, progress: Progress) -> Table:
    addresses, keys = shop.environments.addresses, shop.environments.keys
    operations = [each for each in OPERATIONS if each.name in NAMES and not each.past_gateway]
    async with bench_of(shop, hello, Asked(operations, [], AT, scale)) as bench:
        await bench.quiet.comes()
        idle = await bench.idle()
        rows: list[tuple[Figures, Pieces]] = []
        for operation in operations:
            with progress.step(operation.title):
                measured = await bench.measure(operation, idle, scale)
                rows.append((measured, await counted(shop, bench, operation, measured)))
        with progress.step("the same pieces, bare"):
            where = f"http://127.0.0.1:{hello.port}/api/v1/hello"
            nats = (addresses.nats_url, keys.nats_launcher)
            bare = await bare_pieces(bench, shop.database_server, nats, where)
    return table_of(rows, bare)


async def counted(shop: FilledShop, bench: Bench, operation: Operation, measured: Figures) -> Pieces:
    """In visits of their own; statements and commits are those of the measuring."""
    gateway, services = [shop.home.log_of("gateway")], [shop.home.log_of(service) for service in shop.services]
    before = (0, 0, 0)

    async def found() -> tuple[int, int, int]:
        await bench.quiet.comes()
        await asyncio.sleep(FLUSHED_S)
        return told(gateway, PASSED_ON), told(services, ANSWERED), await bench.quiet.heard()

    async def note() -> None:
        nonlocal before
        before = await found()

    seen = await bench.visited(Job(operation.name, COUNTED, AT, AT, 3, MOST_S), note)
    visits = len(seen["milliseconds"])
    passed_on, answered, heard = ((now - then) / visits for now, then in zip(await found(), before, strict=True))
    return Pieces(
        answers=passed_on,
        calls=max(0.0, answered - passed_on),
        statements=max(0.0, measured.statements - measured.commits),
        commits=measured.commits,
        messages=heard,
    )


def told(logs: Sequence[Path], what: str) -> int:
    """Lines that hold it; how parts are asked whether they are well does not count."""
    count = 0
    for log in logs:
        with log.open(encoding="utf-8", errors="replace") as lines:
            count += sum(what in line and HEALTH not in line for line in lines)
    return count


def table_of(rows: Sequence[tuple[Figures, Pieces]], bare: Pieces) -> Table:
    table = Table("", *("gateway", "answers", "calls", "statements", "commits", "messages"), box=None)
    for title in ("floor, ms", "measured, ms", "goal, ms"):
        table.add_column(title, justify="right")
    costs = (bare.answers, bare.calls, bare.statements, bare.commits, bare.messages)
    table.add_row("one of each, bare, ms", "", *(f"{cost:.2f}" for cost in costs))
    for measured, of in rows:
        gateway_ms = measured.cpu_ms["gateway"]
        counts = (of.answers, of.calls, of.statements, of.commits, of.messages)
        floor_ms, goal = gateway_ms + of.cost(bare), cpu_goal(measured.key, PRODUCTS)
        table.add_row(
            measured.title, f"{gateway_ms:.2f} ms", *(f"{count:.1f}" for count in counts),
            f"{floor_ms:.2f}", f"{measured.total_ms:.2f}", f"{goal:g}" if goal else "",
        )  # fmt: skip
    return table


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="of the number of visits: 0.1 is a tenth")
    scale: float = parser.parse_args().scale
    with (
        only_bench(Home.of()) as own,
        Progress() as progress,
        hello_world() as hello,
        filled_shop(own, PRODUCTS, Services.APART, progress) as shop,
    ):
        shop.reopen(0.0)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            table = runner.run(found_in(shop, hello, scale, progress))
    wide_console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
