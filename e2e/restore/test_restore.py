"""A shop whose disk is lost comes back, in an empty place, as it was at one moment, and sells."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bench.books import read_books
from bench.databases import Databases
from cli import running
from cli.home import Home
from e2e.python.place import Place
from e2e.python.shoppers import Crowd, selling, shelf_filled_at, sold_more
from e2e.restore.conftest import BUYERS, PATIENCE_S
from testkit.waiting import until


async def test_a_lost_shop_comes_back_as_it_was_at_a_moment_and_sells(
    shop: Place, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    assert shop.backups
    await shop.opens()
    crowd = Crowd(shop.url, await shelf_filled_at(shop.url, shop.home))
    async with selling(crowd, BUYERS):
        await until(lambda: crowd.ordered >= BUYERS, PATIENCE_S)
        with told(record_property, "seconds of the back-up, while it sells"):
            await shop.does("backup", "--secrets-to", str(tmp_path / "secrets"))
    # Announced and acknowledged before the moment, and not taken in: what only the broker would know.
    await shop.does("stop", "reviews")
    async with selling(crowd, BUYERS):
        await sold_more(crowd, BUYERS)
    async with shop.databases() as databases:
        await until(lambda: all_delivered(databases, crowd.ordered), PATIENCE_S)
        moment = await databases.any.fetchval("select clock_timestamp()")
        assert isinstance(moment, datetime)
        by_then = crowd.ordered
        assert await deliveries_of_reviews(databases) < by_then
    async with selling(crowd, BUYERS):
        await sold_more(crowd, BUYERS)

    shop.dies()
    await until(lambda: running.keeper_pid(shop.home) is None, PATIENCE_S)
    shutil.rmtree(shop.home.folder)
    found = replace(shop, home=Home(tmp_path / "found"), backups=None)
    words = ("restore", str(shop.backups), "--into", str(found.home.folder), "--secrets", str(tmp_path / "secrets"))
    await refuses_what_it_cannot(found, shop.backups, words)
    with told(record_property, "seconds of the restore"):
        await found.does(*words, "--to", moment.isoformat())
    with told(record_property, "seconds until it is open"):
        await found.opens()
    async with found.databases() as databases:
        await until(lambda: books_agree(databases, by_then), PATIENCE_S)
        await until(lambda: reviews_know(databases, by_then), PATIENCE_S)
        again = Crowd(found.url, crowd.sku)
        async with selling(again, BUYERS):
            await sold_more(again, BUYERS)
        await until(lambda: books_agree(databases, by_then + again.ordered), PATIENCE_S)


@contextmanager
def told(record_property: Callable[[str, object], None], what: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    record_property(what, round(time.monotonic() - began, 1))


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
