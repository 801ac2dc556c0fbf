"""The disk fills while shoppers buy: nobody gets a wrong answer, and with room again all goes on by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from cli.keeper.housekeeping import DISK_FULL
from e2e.full_disk.conftest import ShopOnDisk
from e2e.python.shoppers import Crowd
from testkit.waiting import until

BUYERS = 4
# A part that crashed again and again on the full disk is tried anew a minute after its last try.
PATIENCE_S = 300
HAS_ROOM = "The disk has room again."


async def test_a_shop_on_a_full_disk_says_so_and_goes_on_by_itself_once_there_is_room(shop: ShopOnDisk) -> None:
    await eventually(lambda: "The shop is open" in shop.said())
    crowd = Crowd(shop.url, await shop.fills_a_shelf(), knows=lambda: DISK_FULL in shop.said())
    async with asyncio.TaskGroup() as group:
        for visit in (*[crowd.buys] * BUYERS, crowd.looks):
            group.create_task(visit())
        await until(lambda: crowd.ordered >= BUYERS)

        shop.disk.fill()

        await eventually(lambda: fill_until(shop, lambda: len(crowd.refusals) >= BUYERS and DISK_FULL in shop.said()))
        code, told = await shop.status()
        assert code == 3
        assert DISK_FULL in told

        shop.disk.make_room()
        crowd.goes_home = True

    await eventually(lambda: HAS_ROOM in shop.said())
    await eventually(lambda: all_finished(crowd))
    await crowd.tries(crowd.purchase())
    assert crowd.unfinished == [], crowd.refusals
    await eventually(lambda: serves(shop))
    await eventually(lambda: books_agree(shop, crowd.ordered))


async def eventually(true: Callable[[], bool | Awaitable[bool]]) -> None:
    await until(true, PATIENCE_S)


def fill_until(shop: ShopOnDisk, true: Callable[[], bool]) -> bool:
    """Whatever is freed meanwhile is taken too."""
    shop.disk.fill()
    return true()


async def all_finished(crowd: Crowd) -> bool:
    again, crowd.unfinished = crowd.unfinished, []
    await asyncio.gather(*map(crowd.tries, again))
    return not crowd.unfinished


async def serves(shop: ShopOnDisk) -> bool:
    return (await shop.status())[0] == 0


async def books_agree(shop: ShopOnDisk, ordered: int) -> bool:
    return await shop.faults_in_books(ordered) == []
