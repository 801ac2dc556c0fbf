"""`python -m bench.rolling`: each service and zone of a shop of its own is replaced under load, and no request is lost.

Visitors without a second try keep their connections, read and buy as fast as they are answered; meanwhile one part
after the other is released. First they come to the shop as it stands, which is its capacity in this minute.
Ends with 1 where a request failed, a release was refused or the books do not agree.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time

from bench.books import read_books
from bench.client import addresses
from bench.databases import databases_at
from bench.filled_shop import FilledShop, filled_shop, only_bench
from bench.settling import quiet_of
from bench.street import Seen, Street
from cli.home import ROOT, Home
from cli.progress import Progress
from cli.shape import Services
from cli.terminal import console

PRODUCTS = 200
CAPACITY_S = 10.0


async def release(shop: FilledShop, part: str) -> tuple[float, str]:
    """Seconds, and what was said where it was refused."""
    began = time.monotonic()
    command = (sys.executable, "-P", "-m", "cli", "restart", part)
    pipe = asyncio.subprocess.PIPE
    env = {"SOUK_HOME": str(shop.home.folder), "PATH": "/usr/bin:/bin"}
    asked = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=env, stdout=pipe, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await asked.communicate()
    return time.monotonic() - began, "" if asked.returncode == 0 else said.decode()


async def under_load(shop: FilledShop, visitors: int, seconds: float) -> int:
    keys, broker = shop.environments.keys, shop.environments.addresses.nats_url
    async with databases_at(shop.database_server, shop.services) as databases:
        place, coming = await shop.place(databases), addresses()
        before, _ = await stroll(Street(place, coming), visitors, None, CAPACITY_S)
        console.print(
            f"As it stands: {before.requests / CAPACITY_S:.0f} requests a second; lost {before.failures.total()}."
        )
        seen, refused = await stroll(Street(place, coming), visitors, shop, seconds)
        async with quiet_of(databases, broker, keys.nats_launcher) as quiet:
            await quiet.comes()
        wrong = (await read_books(databases)).faults(before.orders + seen.orders)
    for what, many in (before.failures + seen.failures).most_common(10):
        console.print(f"  {many} × {what}", soft_wrap=True)
    for what in (*refused, *wrong):
        console.print(f"  {what}", soft_wrap=True)
    lost = before.failures.total() + seen.failures.total()
    console.print(
        f"Requests sent {before.requests + seen.requests}, lost {lost}; orders {before.orders + seen.orders}."
    )
    console.print("The books agree." if not wrong else "The books do not agree.")
    return 1 if lost or refused or wrong else 0


async def stroll(street: Street, visitors: int, shop: FilledShop | None, seconds: float) -> tuple[Seen, list[str]]:
    refused: list[str] = []
    walks = [asyncio.create_task(street.walk(number)) for number in range(visitors)]
    until = time.monotonic() + seconds
    if shop is not None:
        for part in parts_of(shop):
            took, said = await release(shop, part)
            console.print(
                f"  {part} after {took:.1f} s, {street.seen.a_second:.0f} requests a second so far", soft_wrap=True
            )
            refused += [f"{part}: {said}"] if said else []
    await asyncio.sleep(max(0.0, until - time.monotonic()))
    street.closed = True
    await asyncio.gather(*walks)
    return street.seen, refused


def parts_of(shop: FilledShop) -> list[str]:
    """All that are released: services and zones."""
    return list(
        dict.fromkeys(part["part"] for part in shop.opened.state["parts"] if part["kind"] in ("service", "zone"))
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=60.0, help="at least; releases may take longer")
    parser.add_argument("--replicas", action="append", default=[], help="order=3; several times if need be")
    asked = parser.parse_args()
    with (
        only_bench(Home.of()) as own,
        Progress() as progress,
        filled_shop(own, PRODUCTS, Services.APART, progress, asked.replicas) as shop,
    ):
        return asyncio.run(under_load(shop, asked.visitors, asked.seconds))


if __name__ == "__main__":
    sys.exit(main())
