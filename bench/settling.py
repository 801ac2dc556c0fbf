"""Counting goes on until nothing is left to do: outboxes, streams, sagas, letters, parcels."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

from nats.js import JetStreamContext

from bench.databases import Databases
from cli.refusals import Refusal
from local.nats import connect_as_launcher

# A question costs the shop processor time too.
ASK_AGAIN_S = 0.5
PATIENCE_S = 180.0


class NotSettled(Refusal):
    def __init__(self, left: dict[str, int]) -> None:
        rows = ", ".join(f"{many} in {where}" for where, many in left.items())
        super().__init__(
            f"After {PATIENCE_S:.0f} s there is still work left: {rows}.",
            "A part of the shop has stopped working, or the machine is far too busy: try --scale 0.1.",
        )


@dataclass(frozen=True)
class Quiet:
    databases: Databases
    jetstream: JetStreamContext

    async def comes(self) -> None:
        until = time.monotonic() + PATIENCE_S
        while left := await self._left():
            if time.monotonic() > until:
                raise NotSettled(left)
            await asyncio.sleep(ASK_AGAIN_S)

    async def heard(self) -> int:
        """Messages that were ever sent to who follows them, each time counted."""
        streams = [stream.config.name or "" for stream in await self.jetstream.streams_info()]
        consumers = [consumer for name in streams for consumer in await self.jetstream.consumers_info(name)]
        return sum(consumer.delivered.consumer_seq for consumer in consumers if consumer.delivered)

    async def _left(self) -> dict[str, int]:
        return await self.databases.left_to_do() or await self._unacknowledged() or await self.databases.left_to_do()

    async def _unacknowledged(self) -> dict[str, int]:
        left: dict[str, int] = {}
        for stream in await self.jetstream.streams_info():
            name = stream.config.name or ""
            for consumer in await self.jetstream.consumers_info(name):
                waiting = (consumer.num_pending or 0) + (consumer.num_ack_pending or 0)
                if waiting:
                    left[f"stream {name} for {consumer.name}"] = waiting
        return left


@contextlib.asynccontextmanager
async def quiet_of(databases: Databases, nats_url: str, password: str) -> AsyncIterator[Quiet]:
    client = await connect_as_launcher(nats_url, password)
    try:
        yield Quiet(databases, client.jetstream())
    finally:
        await client.close()
