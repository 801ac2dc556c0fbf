"""A back-up or a restore that is ended midway, or whose disk becomes full: nothing half passes for whole."""

from __future__ import annotations

import asyncio
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bench.databases import Databases
from cli.backup.place import BackupPlace
from cli.home import Home
from e2e.python.place import Place
from e2e.python.shoppers import Crowd, selling, shelf_filled_at, sold_more
from e2e.restore.conftest import BUYERS, PATIENCE_S
from testkit.small_disk import SmallDisk, small_disk
from testkit.waiting import until

ENDED = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
MEGABYTES = 500


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", MEGABYTES) as disk:
        yield disk


async def test_it_is_ended_and_the_next_one_is_whole(shop: Place, tmp_path: Path, disk: SmallDisk) -> None:
    shop = replace(shop, backups=None)
    backups, secrets = disk.folder / "backups", tmp_path / "secrets"
    backups.mkdir()
    await shop.opens("--services", "together")
    crowd = Crowd(shop.url, await shelf_filled_at(shop.url, shop.home))
    async with selling(crowd, BUYERS):
        for ended_by in ENDED:
            await ends_a_backup(shop, backups, ended_by)
        await fills_the_disk_of_a_backup(shop, backups, disk)
        await sold_more(crowd, BUYERS)
        await shop.does("backup", str(backups), "--secrets-to", str(secrets))
    assert not crowd.refusals
    assert left_in(backups, ".making") == []

    found = replace(shop, home=Home(disk.folder / "found"))
    words = ("restore", str(backups), "--into", str(found.home.folder), "--secrets", str(secrets))
    await fills_the_disk_of_a_restore(found, words, disk)
    await ends_a_restore(found, words)
    await found.does(*words)
    await shop.does("down")
    await found.opens("--services", "together")
    again = Crowd(found.url, crowd.sku)
    async with selling(again, BUYERS):
        await sold_more(again, BUYERS)
    await found.does("down")


async def ends_a_backup(shop: Place, backups: Path, ended_by: signal.Signals) -> None:
    process = await midway(shop, backups, "backup", str(backups), file="*/*.making/postgres/base")
    process.send_signal(ended_by)
    await ended(process)

    assert process.returncode
    assert BackupPlace(backups).backups == []
    assert len(left_in(backups, ".making")) == (ended_by is signal.SIGKILL)
    async with shop.databases() as databases:
        await until(lambda: nobody_copies(databases), PATIENCE_S)


async def nobody_copies(databases: Databases) -> bool:
    return not await databases.any.fetchval("select count(*) from pg_stat_replication")


def left_in(backups: Path, end: str = "") -> list[Path]:
    return list(backups.glob(f"*/*{end}"))


async def fills_the_disk_of_a_backup(shop: Place, backups: Path, disk: SmallDisk) -> None:
    disk.fill()
    code, said = await asyncio.to_thread(shop.souk, "backup", str(backups))
    assert (code, "MB free, and the databases take" in said) == (1, True), said
    disk.make_room()
    process = await midway(shop, backups, "backup", str(backups), file="*/*.making/postgres/base")
    await asyncio.to_thread(disk.fill)
    said = await ended(process)
    disk.make_room()

    assert "became full. Make room, then run the same command again" in said
    assert (BackupPlace(backups).backups, left_in(backups, ".making")) == ([], [])


async def fills_the_disk_of_a_restore(found: Place, words: tuple[str, ...], disk: SmallDisk) -> None:
    process = await midway(found, found.home.folder, *words, file="restoring/data/postgres/base")
    await asyncio.to_thread(disk.fill)
    said = await ended(process)
    disk.make_room()

    assert "became full. Make room, then run the same command again" in said
    assert shop_in(found.home) == []


def shop_in(home: Home) -> list[Path]:
    return [*home.data.glob("*"), *home.folder.glob("restoring")]


async def ends_a_restore(found: Place, words: tuple[str, ...]) -> None:
    process = await midway(found, found.home.folder, *words, file="restoring/data/postgres/recovery.signal")
    process.kill()
    await ended(process)

    code, said = await asyncio.to_thread(found.souk, "up", "--detach")
    assert (code, "was interrupted" in said) == (1, True), said


async def midway(place: Place, folder: Path, *words: str, file: str) -> subprocess.Popen[str]:
    """It has begun to write, and not ended."""
    process = place.begins(*words)
    await until(lambda: any(folder.glob(file)) or process.poll() is not None, PATIENCE_S)
    assert process.poll() is None, process.communicate()[0]
    return process


async def ended(process: subprocess.Popen[str]) -> str:
    said, _ = await asyncio.to_thread(process.communicate)
    print(said)
    return " ".join(said.split())
