"""On a full disk the broker keeps what it acknowledged; started anew, it takes messages again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import nats.errors
import nats.js.errors
import pytest

from local.nats import NatsServer, connect_as_launcher, prepare_streams
from local.programs import free_port
from testkit.small_disk import SmallDisk, small_disk

PASSWORD, STREAM, SUBJECT = "the launcher's", "SHOP", "shop.sold.v1"
MOST = 5_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", megabytes=24) as disk:
        yield disk


async def acknowledged(server: NatsServer, most: int) -> int:
    """How many of so many messages, sent until one is refused or not answered."""
    client = await connect_as_launcher(server.url, PASSWORD)
    try:
        jetstream = client.jetstream(timeout=5.0)
        for number in range(most):
            try:
                await jetstream.publish(SUBJECT, b"x" * 10_000)
            except (nats.errors.Error, nats.js.errors.Error):
                return number
        return most
    finally:
        await client.close()


async def kept(server: NatsServer) -> int:
    client = await connect_as_launcher(server.url, PASSWORD)
    try:
        return (await client.jetstream(timeout=30.0).stream_info(STREAM)).state.messages
    finally:
        await client.close()


def test_what_was_acknowledged_outlives_a_full_disk_and_a_new_start_goes_on(disk: SmallDisk) -> None:
    server = NatsServer(disk.folder / "nats", free_port(), PASSWORD)
    process = server.start()
    try:
        asyncio.run(prepare_streams(server.url, PASSWORD, [STREAM.lower()], {}))
        before = asyncio.run(acknowledged(server, 10))
        disk.fill()
        before += asyncio.run(acknowledged(server, MOST))
        assert 10 <= before < 10 + MOST

        disk.make_room()
        server.stop(process)
        process = server.start()

        assert asyncio.run(kept(server)) >= before
        assert asyncio.run(acknowledged(server, 10)) == 10
    finally:
        server.stop(process)
