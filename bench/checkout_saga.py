"""What a checkout costs the order service: python bench/checkout_saga.py [orders] [at once]

A real PostgreSQL that forces every commit to the disk; cart and stock are played in memory, the bank answers at once.
"""

from __future__ import annotations

import asyncio
import secrets
import sys
import tempfile
import time
from pathlib import Path

from kit.data.database import Database
from kit.data.migrations import migrate, migrations_of
from local.postgres import PostgresServer
from local.programs import free_port
from souk_order.testing.kept import PostgresKept
from souk_order.testing.shop import GOOD, OrderShop


async def measured(url: str, orders: int, at_once: int, card: str | None) -> str:
    async with Database(url, size=4) as database:
        shop = OrderShop(PostgresKept(database), place_wait_s=60)
        shop.stock.left["MUG"] = orders + at_once
        # Afterwards connections and statements are warm.
        await asyncio.gather(*(shop.places(number=card) for _ in range(at_once)))
        turns = asyncio.Semaphore(at_once)

        async def buy() -> None:
            async with turns:
                await shop.places(number=card)

        wall, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(buy() for _ in range(orders)))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        assert shop.stock.left["MUG"] == 0
    paid = "by card, simulated bank included" if card else "cash on delivery"
    return f"{orders} orders {paid}: {orders / wall:.0f} a second, {cpu / orders * 1000:.2f} ms CPU each"


async def both(url: str, orders: int, at_once: int) -> None:
    await migrate(url, migrations_of("order"))
    for card in (GOOD, None):
        print(await measured(url, orders, at_once, card))


def main(orders: int = 1000, at_once: int = 16) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        server = PostgresServer(Path(folder) / "postgres", free_port(), secrets.token_hex(8))
        process = server.start()
        try:
            asyncio.run(both(server.url, orders, at_once))
        finally:
            server.stop(process)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
