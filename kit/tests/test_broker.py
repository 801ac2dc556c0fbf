"""A broker that hangs, and goes on later."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from kit.messaging import broker
from kit.messaging.broker import Broker, BrokerAway
from kit.tests.bells import IN_TIME_S, a_ring
from testkit.broker import TestNats


async def test_a_flush_is_answered_after_all_that_was_said_before_it() -> None:
    said: list[str] = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b'INFO {"max_payload": 1000}\r\n')
        while line := (await reader.readline()).decode():
            said.append(line.split(" ")[0].strip())
            if said[-1] == "PING":
                writer.write(b"PONG\r\n")
        writer.close()

    async with await asyncio.start_server(hear, "127.0.0.1", 0) as server:
        bell = Broker("bell", f"nats://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        await bell.open()
        client = await bell.client()
        subscription = await client.subscribe("bell.rang.v1")
        await subscription.drain()
        await bell.close()

    assert said == ["CONNECT", "PING", "SUB", "UNSUB", "PING"]


async def test_asking_a_broker_that_hangs_breaks_nothing_once_it_goes_on(
    bell_and_ear: TestNats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker, "CONNECT_S", 0.2)
    bell = Broker("bell", bell_and_ear.url, bell_and_ear.password_of("bell"))
    await bell.open()
    jetstream = await bell.jetstream()
    assert bell_and_ear.process
    bell_and_ear.process.send_signal(signal.SIGSTOP)
    await asyncio.to_thread(os.waitpid, bell_and_ear.process.pid, os.WUNTRACED)  # till then it answers
    try:
        for _ in range(3):
            with pytest.raises(BrokerAway):
                await bell.check()
        asking = asyncio.create_task(bell.check())
        await asyncio.sleep(0)  # one turn of the loop: now it waits, too
        asking.cancel()
    finally:
        bell_and_ear.process.send_signal(signal.SIGCONT)

    ring = a_ring()
    await jetstream.publish(ring.subject, ring.model_dump_json().encode(), timeout=IN_TIME_S)
    await bell.check()
    await bell.close()
