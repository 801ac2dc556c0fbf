"""Carries events from the outbox to the broker: at least once, in the order they were written."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Any

import asyncpg
from nats.js import JetStreamContext

from kit.data.database import Database, DatabaseUnavailable
from kit.messaging.broker import Broker
from kit.names import TRACE_HEADER

log = logging.getLogger("kit.messaging.outbox")

BATCH = 100
# A commit in this process wakes the relay at once, one in another replica by way of that one's relay. This is for what
# woke nobody: a command's own process, a notification that was lost with its connection.
POLL_S = 1.0
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
        # Outside the pool: it listens for as long as the service lives, and its lock goes when it goes.
        connection = await self._database.connect()
        woken = asyncio.Event()
        try:
            with self._database.calling_when_announced(woken.set):
                await self._pass_on_until_it_is_our_turn(connection, woken)
                await connection.add_listener(CHANNEL, lambda *_: woken.set())
                connection.add_termination_listener(lambda *_: woken.set())
                jetstream = await self._broker.jetstream()
                while True:
                    woken.clear()
                    await self._empty(connection, jetstream)
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

    async def _empty(self, connection: asyncpg.Connection, jetstream: JetStreamContext) -> None:
        try:
            while await carry_batch(connection, jetstream) == BATCH:
                pass
        except NotCarried as error:
            log.warning("%s", error)


async def _rest(woken: asyncio.Event) -> bool:
    """Until something is announced; False when it is time to look all the same."""
    try:
        async with asyncio.timeout(POLL_S):
            return await woken.wait()
    except TimeoutError:
        return False


async def carry_batch(connection: asyncpg.Connection, jetstream: JetStreamContext) -> int:
    """Rows go only after the broker acknowledged them; a crash in between sends them again under the same id."""
    rows = await connection.fetch(
        "select position, id, subject, body, traceparent from kit_outbox order by position limit $1", BATCH
    )
    if not rows:
        return 0
    # Sent one behind the other on one connection, acknowledged together.
    answers = await asyncio.gather(*(_publish(jetstream, row) for row in rows), return_exceptions=True)
    done = [row["position"] for row, answer in zip(rows, answers, strict=True) if not isinstance(answer, BaseException)]
    if done:
        await connection.execute("delete from kit_outbox where position = any($1::bigint[])", done)
    failed = [(row, answer) for row, answer in zip(rows, answers, strict=True) if isinstance(answer, BaseException)]
    if failed:
        row, error = failed[0]
        raise NotCarried(
            f"{len(failed)} of {len(rows)} events were not acknowledged, the first of them "
            f"{row['subject']} {row['id']}: {type(error).__name__} {error}"
        )
    return len(rows)


async def _publish(jetstream: JetStreamContext, row: Any) -> None:
    headers = {"Nats-Msg-Id": str(row["id"])}
    if row["traceparent"]:
        headers[TRACE_HEADER] = row["traceparent"]
    await jetstream.publish(row["subject"], row["body"].encode(), timeout=ACK_S, headers=headers)


async def waiting_in(database: Database) -> dict[str, Any]:
    """For /health: how many events wait, and since when."""
    async with database.acquire() as connection:
        row = await connection.fetchrow(
            "select count(*) as waiting, coalesce(extract(epoch from now() - min(at)), 0)::float8 as oldest_s "
            "from kit_outbox"
        )
    return dict(row) if row else {}
