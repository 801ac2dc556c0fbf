"""The disk that `.souk` lies on is full: the keeper and its parts go on, and say so."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.keeper.housekeeping import LEAST_FREE_BYTES, shorten
from cli.tests.small_shop import LIVES, SmallShop, part, stage
from testkit.small_disk import SmallDisk, small_disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", megabytes=2 * LEAST_FREE_BYTES // (1 << 20)) as disk:
        yield disk


@pytest.fixture
def shop(disk: SmallDisk) -> Iterator[SmallShop]:
    nats = part("nats", LIVES, "BROKER", gives_up_on_full_disk=True)
    shop = SmallShop(disk.folder, stage(nats, part("order", LIVES)))
    shop.until("healthy")
    yield shop
    shop.keeper.terminate()
    assert shop.keeper.wait(20) == 0


def test_the_keeper_says_that_the_disk_is_full_and_when_there_is_room_again(shop: SmallShop, disk: SmallDisk) -> None:
    disk.fill()

    shop.until("disk-full")
    assert shop.state()["disk_full"] is True

    disk.make_room()

    shop.until("disk-has-room")
    assert shop.state()["disk_full"] is False


def test_on_a_full_disk_a_part_that_dies_comes_back_and_the_state_is_true(shop: SmallShop, disk: SmallDisk) -> None:
    disk.fill()
    shop.until("disk-full")
    before = shop.state_of("order")["pid"]

    os.kill(before, signal.SIGKILL)

    shop.until("ready")
    assert shop.state_of("order")["pid"] not in (before, None)
    assert shop.state_of("order")["state"] == "healthy"


def test_who_gives_up_on_a_full_disk_is_started_anew_when_there_is_room_again(shop: SmallShop, disk: SmallDisk) -> None:
    before = {name: shop.state_of(name)["pid"] for name in ("nats", "order")}
    disk.fill()
    shop.until("disk-full")

    disk.make_room()

    assert "gave up writing while the disk was full" in shop.until("died")["reason"]
    assert shop.until("ready")["part"] == "nats"
    assert shop.state_of("nats")["pid"] not in (before["nats"], None)
    assert shop.state_of("order")["pid"] == before["order"]


def test_a_long_log_is_shortened_also_where_its_end_can_be_kept_nowhere(disk: SmallDisk) -> None:
    log = disk.folder / "order.log"
    log.write_bytes(b"x" * 10_000)
    disk.fill()

    shorten(log, longest=5_000)

    assert log.stat().st_size == 0
    assert not log.with_suffix(".log.1").exists()
