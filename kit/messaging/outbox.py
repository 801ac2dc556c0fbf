"""Carries events from the outbox to the broker: at least once, in the order they were written."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Any

import asyncpg

from kit.data.database import Database, DatabaseUnavailable
from kit.messaging.announced import KEEP
from kit.messaging.broker import Broker
from kit.messaging.publishing import Outgoing, Publisher
from kit.names import TRACE_HEADER

log = logging.getLogger("kit.messaging.outbox")

BATCH = 100
# A commit in this process wakes the relay at once, one in another replica by way of that one's relay. This is for what
# woke nobody: a command's own process, a notification that was lost with its connection.
POLL_S = 1.0
# An event leaves at once unless others left just before: then all that come meanwhile leave together, and are kept
# together by who follows. Nobody waits for an event.
GATHER_S = 0.25
CHANNEL = "kit_outbox"
ACK_S = 5.0
CLOSE_S = 2.0
LOCK = "select pg_try_advisory_lock(hashtext('kit_outbox'))"


class NotCarried(Exception):
    """Some events of a batch were not acknowledged; they stay and are sent again."""


class Relay:
    """Runs in every replica; an advisory lock lets one of them carry, so that order is kept."""

    def __init__(self, database: Database, broker: Broker) -> None:
        self._database = database
        self._broker = broker

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                await self._carry_on()
            except (DatabaseUnavailable, asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
                log.warning("The relay lost its connection and makes another: %s", error)
            except Exception:
                log.exception("The relay failed and starts again.")
            await asyncio.sleep(POLL_S)

    async def _carry_on(self) -> None:
        # Outside the pool: it listens for as long as the service lives, and its lock goes when it goes. It does not
        # wait until the disk knows that rows are gone: a crash brings the last ones back, to go again under their ids.
        connection = await self._database.connect(synchronous_commit="off")
        woken = asyncio.Event()
        try:
            with self._database.calling_when_announced(woken.set):
                await self._pass_on_until_it_is_our_turn(connection, woken)
                await connection.add_listener(CHANNEL, lambda *_: woken.set())
                connection.add_termination_listener(lambda *_: woken.set())
                async with Publisher(await self._broker.client()) as publisher:
                    while True:
                        woken.clear()
                        if await self._empty(connection, publisher):
                            await asyncio.sleep(GATHER_S)
                        await _rest(woken)
        finally:
            with suppress(Exception):
                await connection.close(timeout=CLOSE_S)

    async def _pass_on_until_it_is_our_turn(self, connection: asyncpg.Connection, woken: asyncio.Event) -> None:
        """Another process carries: it is told what this one has announced.

        Beside the commits and for all of them since the last time: a notification inside a transaction takes one lock
        for the whole server at its commit (docs/decisions/0007-relay-woken-without-notify.md).
        """
        while not await connection.fetchval(LOCK):
            if await _rest(woken):
                woken.clear()
                await connection.execute("select pg_notify($1, '')", CHANNEL)

    async def _empty(self, connection: asyncpg.Connection, publisher: Publisher) -> bool:
        """Whether there was something."""
        carried = 0
        try:
            while (carried := await carry_batch(connection, publisher)) == BATCH:
                pass
        except NotCarried as error:
            log.warning("%s", error)
        return carried > 0


async def _rest(woken: asyncio.Event) -> bool:
    """Until something is announced; False when it is time to look all the same."""
    try:
        async with asyncio.timeout(POLL_S):
            return await woken.wait()
    except TimeoutError:
        return False


async def carry_batch(connection: asyncpg.Connection, publisher: Publisher) -> int:
    """Rows go only after the broker acknowledged them; a crash in between sends them again under the same id."""
    rows = await connection.fetch(
        "select position, id, subject, body, traceparent from kit_outbox order by position limit $1", BATCH
    )
    if not rows:
        return 0
    refused = await publisher.publish([_outgoing(row) for row in rows], ACK_S)
    done = [row["position"] for place, row in enumerate(rows) if place not in refused]
    if done:
        await connection.execute(KEEP, done)
    if refused:
        first = min(refused)
        raise NotCarried(
            f"{len(refused)} of {len(rows)} events were not acknowledged, the first of them "
            f"{rows[first]['subject']} {rows[first]['id']}: {refused[first]}"
        )
    return len(rows)


def _outgoing(row: asyncpg.Record) -> Outgoing:
    headers = {"Nats-Msg-Id": str(row["id"])}
    if row["traceparent"]:
        headers[TRACE_HEADER] = row["traceparent"]
    return Outgoing(row["subject"], row["body"].encode(), headers)


async def waiting_in(database: Database) -> dict[str, Any]:
    """For /health: how many events wait, and since when."""
    async with database.acquire() as connection:
        row = await connection.fetchrow(
            "select count(*) as waiting, coalesce(extract(epoch from now() - min(at)), 0)::float8 as oldest_s "
            "from kit_outbox"
        )
    return dict(row) if row else {}
