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
