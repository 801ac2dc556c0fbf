"""Two versions of one service at once, from two checkouts, while shoppers buy: tables grow first and shrink last."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from cli import running
from cli.claimed_ports import claimed_offset
from cli.home import ROOT, Home
from e2e.python.place import Place
from e2e.python.shoppers import Crowd, selling, shelf_filled_at, sold_more
from kit.data import migrations, versions
from testkit.waiting import until

FIRST_OFFSET = 24000
BUYERS = 2
PATIENCE_S = 240
SERVED_FROM = ("kit", "contracts", "local", "services")
NOT_NEEDED = shutil.ignore_patterns("__pycache__", "tests", "media", "artwork")
EXPANDS = "alter table orders add column gift text;\n"
CONTRACTS = "-- contract: nobody reads it any more\nalter table orders drop column gift;\n"
LAST = versions.place_of(migrations.migrations_of("order")[-1].name)[1]
GIFT, NO_GIFT, MORE = f"{LAST + 1:04}_a_gift", f"{LAST + 2:04}_no_gift", f"{LAST + 3:04}_more"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Place]:
    tmp_path.chmod(0o711)
    home = Home(tmp_path / "shop")
    with claimed_offset(home, FIRST_OFFSET) as offset:
        yield Place(home, offset)
        running.stop(home)


def checkout(folder: Path, version: str, **files: str) -> Path:
    """Of the order service as it would be: with these migrations, and saying its version."""
    for name in SERVED_FROM:
        shutil.copytree(ROOT / name, folder / name, ignore=NOT_NEEDED)
    app = folder / "services" / "order" / "souk_order" / "app.py"
    written = app.read_text("utf-8")
    assert 'version="0.1.0"' in written
    app.write_text(written.replace('version="0.1.0"', f'version="{version}"'), "utf-8")
    for name, sql in files.items():
        (folder / "services" / "order" / "migrations" / f"{name}.sql").write_text(sql, "utf-8")
    return folder


async def test_tables_grow_before_a_version_comes_and_shrink_when_no_older_one_is_at_work(
    shop: Place, tmp_path: Path
) -> None:
    grows = checkout(tmp_path / "grows", "0.2.0", **{GIFT: EXPANDS})
    shrinks = checkout(tmp_path / "shrinks", "0.3.0", **{GIFT: EXPANDS, NO_GIFT: CONTRACTS})
    too_much = checkout(tmp_path / "too-much", "0.4.0", **{GIFT: EXPANDS, NO_GIFT: CONTRACTS, MORE: "select 1;\n"})
    await shop.opens("--replicas", "order=2")
    crowd = Crowd(
        shop.url,
        await shelf_filled_at(shop.url, shop.home),
    )

    async with selling(crowd, BUYERS), versions_seen(shop) as seen:
        await sold_more(crowd, 2 * BUYERS)
        await shop.does("restart", "order#2", "--from", str(grows))
        await until(lambda: {"0.1.0", "0.2.0"} <= set(seen[-20:]), PATIENCE_S)
        await sold_more(crowd, 2 * BUYERS)  # by both, at the same tables
        assert await columns(shop) == 1

        assert "takes away what a version at work still uses" in await refused(shop, shrinks, "order#2")
        assert await columns(shop) == 1
        await shop.does("restart", "order", "--from", str(grows))
        assert "comes after" in await refused(shop, too_much, "order")
        await sold_more(crowd, 2 * BUYERS)

        await shop.does("restart", "order", "--from", str(shrinks))
        await until(lambda: set(seen[-20:]) == {"0.3.0"}, PATIENCE_S)
        assert await columns(shop) == 0
        await sold_more(crowd, 2 * BUYERS)

        assert "took away" in await refused(shop, grows, "order")
        assert set(seen[-20:]) == {"0.3.0"}

    assert not crowd.refusals, crowd.refusals
    async with shop.databases() as databases:
        assert await databases.of["order"].fetchval("select count(*) from orders") == crowd.ordered


@asynccontextmanager
async def versions_seen(shop: Place) -> AsyncIterator[list[str]]:
    """What the order service's address says of itself, by a new connection each time."""
    port = shop.shape.system(shop.home).services["order"].port
    seen: list[str] = []

    async def look() -> None:
        while True:
            async with httpx.AsyncClient(timeout=PATIENCE_S) as http:
                about: Any = (await http.get(f"http://127.0.0.1:{port}/health/live")).json()
            seen.append(about["version"])
            await asyncio.sleep(0.05)

    looking = asyncio.create_task(look())
    try:
        yield seen
        assert not looking.done(), looking.exception()
    finally:
        looking.cancel()


async def refused(shop: Place, source: Path, name: str) -> str:
    code, said = await asyncio.to_thread(shop.souk, "restart", name, "--from", str(source))
    assert code == 1, said
    return said


async def columns(shop: Place) -> int:
    async with shop.databases() as databases:
        found = await databases.of["order"].fetchval(
            "select count(*) from information_schema.columns where table_name = 'orders' and column_name = 'gift'"
        )
        return int(found or 0)
