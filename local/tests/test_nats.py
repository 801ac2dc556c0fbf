"""NATS on this machine: streams, durables and who may touch them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import nats
import nats.errors
import pytest

from kit.tests.bells import connected
from local.nats import LAUNCHER, NatsServer, NatsUser, permissions_of, prepare_streams
from local.programs import ServerFailed, free_port
from testkit.broker import TestNats, running


@pytest.fixture
def bell_and_ear(tmp_path: Path) -> Iterator[TestNats]:
    """A broker of two services: bell publishes, ear follows."""
    with running(tmp_path / "nats", publishers=["bell"], followers={"ear": ["bell.rang.v1"]}) as server:
        yield server


def test_no_secret_is_readable_by_others(bell_and_ear: TestNats) -> None:
    assert bell_and_ear.server.config.stat().st_mode & 0o077 == 0


def test_a_service_may_pull_and_acknowledge_its_own_durable_and_nothing_else() -> None:
    permissions = permissions_of(NatsUser("ear", "secret", follows=("bell.rang.v1",)))

    assert permissions == {
        "publish": {
            "allow": [
                "$JS.API.CONSUMER.MSG.NEXT.BELL.ear",
                "$JS.API.CONSUMER.INFO.BELL.ear",
                "$JS.ACK.BELL.ear.>",
            ]
        },
        "subscribe": {"allow": ["_INBOX_ear.>"]},
    }


async def test_a_service_cannot_change_streams_or_listen_beside_its_durable(bell_and_ear: TestNats) -> None:
    async with connected(bell_and_ear, "ear") as broker:
        jetstream = await broker.jetstream()
        with pytest.raises(nats.errors.TimeoutError):
            await jetstream._jsm._api_request("$JS.API.STREAM.DELETE.BELL", timeout=0.3)
        with pytest.raises(nats.errors.TimeoutError):
            await jetstream._jsm._api_request("$JS.API.CONSUMER.MSG.NEXT.BELL.other", timeout=0.3)
        heard: list[object] = []

        async def hear(message: object) -> None:
            heard.append(message)

        await jetstream._nc.subscribe("bell.>", cb=hear)
        async with connected(bell_and_ear, "bell") as bell:
            await (await bell.jetstream()).publish("bell.rang.v1", b"{}")
        await jetstream._nc.flush()  # what was sent to this client before has arrived by then

    assert heard == []


async def test_preparing_streams_again_keeps_what_they_hold(bell_and_ear: TestNats) -> None:
    async with connected(bell_and_ear, "bell") as broker:
        await (await broker.jetstream()).publish("bell.rang.v1", b"{}")

    launcher = bell_and_ear.server.launcher_password
    await prepare_streams(
        bell_and_ear.url, launcher, ["bell"], {"ear": ["bell.rang.v1", "bell.broke.v1"], "eye": ["bell.rang.v1"]}
    )

    client = await nats.connect(bell_and_ear.url, user=LAUNCHER, password=launcher)
    jetstream = client.jetstream()
    assert (await jetstream.stream_info("BELL")).state.messages == 1
    assert (await jetstream.consumer_info("BELL", "ear")).config.filter_subjects == ["bell.rang.v1", "bell.broke.v1"]
    assert (await jetstream.consumer_info("BELL", "eye")).num_pending == 1
    await client.close()


async def test_following_who_publishes_nothing_is_refused(bell_and_ear: TestNats) -> None:
    with pytest.raises(ServerFailed, match="nobody publishes into the stream GHOST"):
        await prepare_streams(bell_and_ear.url, bell_and_ear.server.launcher_password, [], {"ear": ["ghost.seen.v1"]})


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    server = NatsServer(tmp_path / "nats", free_port(), "secret", [NatsUser("bell", "b", publishes=True)])
    process = server.start()
    try:
        asyncio.run(prepare_streams(server.url, "secret", ["bell"], {}))
        asyncio.run(_publish(server))
        process.kill()
        process.wait()

        process = server.start()

        assert asyncio.run(_count(server)) == 20
    finally:
        server.stop(process)


async def _publish(server: NatsServer) -> None:
    client = await nats.connect(server.url, user="bell", password="b", inbox_prefix=b"_INBOX_bell")
    for number in range(20):
        await client.jetstream().publish("bell.rang.v1", str(number).encode())
    await client.close()


async def _count(server: NatsServer) -> int:
    client = await nats.connect(server.url, user=LAUNCHER, password="secret")
    messages = (await client.jetstream().stream_info("BELL")).state.messages
    await client.close()
    return messages
