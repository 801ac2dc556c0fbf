"""A shop whose disk is lost comes back, in an empty place, as it was at one moment, and sells."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bench.books import read_books
from bench.databases import Databases
from cli import running
from cli.home import Home
from cli.ports import free_offset
from cli.shape import Shape
from e2e.full_disk.conftest import shelf_filled_at
from e2e.full_disk.shoppers import Crowd
from e2e.python.place import Place
from testkit.waiting import until

FIRST_OFFSET = 22000
BUYERS = 3
PATIENCE_S = 240


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Place]:
    home = Home(tmp_path / "lost")
    backups = tmp_path / "back ups, and 'more'"
    backups.mkdir()
    offset = free_offset(Shape().needed_ports(Shape().system(home)), FIRST_OFFSET)
    place = Place(home, offset, backups)
    tmp_path.chmod(0o711)
    yield place
    for left in (home, Home(tmp_path / "found")):
        if left.run.exists():
            running.stop(left)


async def test_a_lost_shop_comes_back_as_it_was_at_a_moment_and_sells(shop: Place, tmp_path: Path) -> None:
    assert shop.backups
    await shop.opens()
    crowd = Crowd(shop.url, await shelf_filled_at(shop.url, shop.home), knows=lambda: True)
    async with selling(crowd):
        await until(lambda: crowd.ordered >= BUYERS, PATIENCE_S)
        await shop.does("backup", "--secrets-to", str(tmp_path / "secrets"))
    # Announced and acknowledged before the moment, and not taken in: what only the broker would know.
    await shop.does("stop", "reviews")
    async with selling(crowd):
        await sold_more(crowd, BUYERS)
    async with shop.databases() as databases:
        await until(lambda: all_delivered(databases, crowd.ordered), PATIENCE_S)
        moment = await databases.any.fetchval("select clock_timestamp()")
        assert isinstance(moment, datetime)
        by_then = crowd.ordered
        assert await deliveries_of_reviews(databases) < by_then
    async with selling(crowd):
        await sold_more(crowd, BUYERS)

    shop.dies()
    await until(lambda: running.keeper_pid(shop.home) is None, PATIENCE_S)
    shutil.rmtree(shop.home.folder)
    found = replace(shop, home=Home(tmp_path / "found"), backups=None)
    words = ("restore", str(shop.backups), "--into", str(found.home.folder), "--secrets", str(tmp_path / "secrets"))
    await refuses_what_it_cannot(found, shop.backups, words)
    await found.does(*words, "--to", moment.isoformat())

    await found.opens()
    async with found.databases() as databases:
        await until(lambda: books_agree(databases, by_then), PATIENCE_S)
        await until(lambda: reviews_know(databases, by_then), PATIENCE_S)
        again = Crowd(found.url, crowd.sku, knows=lambda: True)
        async with selling(again):
            await sold_more(again, BUYERS)
        await until(lambda: books_agree(databases, by_then + again.ordered), PATIENCE_S)


async def refuses_what_it_cannot(found: Place, backups: Path, words: tuple[str, ...]) -> None:
    """And leaves nothing that ./souk up would take for a shop."""
    assert "ends before" in await refusal(found, *words, "--to", datetime.now().astimezone().isoformat())
    with damaged(backups):
        assert "Reading the back-up failed" in await refusal(found, *words)
    assert not left_in(found.home)


@contextmanager
def damaged(backups: Path) -> Iterator[None]:
    (table,) = backups.glob("*/*/postgres/base/1/1259")
    whole = table.read_bytes()
    table.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    yield
    table.write_bytes(whole)


def left_in(home: Home) -> list[Path]:
    return [*home.data.iterdir(), *home.folder.glob("restoring")]


async def refusal(place: Place, *words: str) -> str:
    code, said = await asyncio.to_thread(place.souk, *words)
    assert code == 1, said
    return said


@asynccontextmanager
async def selling(crowd: Crowd) -> AsyncIterator[None]:
    """Everybody who began has their order at the end."""
    crowd.goes_home = False
    async with asyncio.TaskGroup() as group:
        for _ in range(BUYERS):
            group.create_task(crowd.buys())
        try:
            yield
        finally:
            crowd.goes_home = True
    assert not crowd.unfinished, crowd.refusals


async def sold_more(crowd: Crowd, orders: int) -> None:
    wanted = crowd.ordered + orders
    await until(lambda: crowd.ordered >= wanted, PATIENCE_S)


async def all_delivered(databases: Databases, orders: int) -> bool:
    delivered = await databases.of["order"].fetchval("select count(*) from orders where state = 'delivered'")
    return delivered == orders and not await databases.of["logistics"].fetchval("select count(*) from kit_outbox")


async def deliveries_of_reviews(databases: Databases) -> int:
    return int(await databases.of["reviews"].fetchval("select count(*) from deliveries") or 0)


async def reviews_know(databases: Databases, orders: int) -> bool:
    return await deliveries_of_reviews(databases) == orders


async def books_agree(databases: Databases, ordered: int) -> bool:
    faults = (await read_books(databases)).faults(ordered)
    print(json.dumps(faults))
    return not faults
