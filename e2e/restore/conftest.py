"""A shop with a folder of back-ups, and shoppers who buy from it meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from cli import running
from cli.home import Home
from cli.ports import free_offset
from cli.shape import Shape
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
