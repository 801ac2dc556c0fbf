"""Two services that exist only in tests: bell announces that it rang, ear follows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from kit import tasks
from kit.data.database import Database, PostgresStore
from kit.events import Event
from kit.messaging.broker import Broker
from kit.messaging.handlers import Handlers
from kit.messaging.inbox import Inbox, Patience
from kit.messaging.outbox import Relay
from testkit.broker import TestNats

# Only a test that fails waits so long, however busy the machine is.
IN_TIME_S = 60.0
THREE_TRIES = Patience(tries=3, first_pause_s=0.05)


class BellRang(Event, subject="bell.rang.v1"):
    tone: str


def a_ring(tone: str = "ding") -> BellRang:
    return BellRang(at=datetime.now(UTC), tone=tone)


class Bells(PostgresStore):
    async def ring(self, *events: BellRang) -> None:
        async with self.transaction() as bells:
            for event in events:
                await bells.publish(event)

    async def count_waiting(self) -> int:
        return await self.fetchval("select count(*) from kit_outbox")


@dataclass
class Heard:
    """The ear's dependencies: what it heard, and what is wrong with it."""

    store: PostgresStore
    tones: list[str] = field(default_factory=list)
    calls: list[UUID] = field(default_factory=list)
    trouble: Callable[[BellRang], Exception | None] = lambda _: None


def an_ear() -> Handlers[Heard]:
    handlers: Handlers[Heard] = Handlers()

    @handlers.on(BellRang)
    async def hear(event: BellRang, heard: Heard) -> None:
        heard.calls.append(event.id)
        async with heard.store.transaction(once=event.id):
            if error := heard.trouble(event):
                raise error
        heard.tones.append(event.tone)

    return handlers


@asynccontextmanager
async def connected(nats: TestNats, service: str) -> AsyncIterator[Broker]:
    broker = Broker(service, nats.url, nats.password_of(service))
    await broker.open()
    try:
        yield broker
    finally:
        await broker.close()


@asynccontextmanager
async def doing(*work: Awaitable[Any]) -> AsyncIterator[list[asyncio.Task[Any]]]:
    begun = [asyncio.ensure_future(each) for each in work]
    try:
        yield begun
    finally:
        await tasks.end(begun)


@asynccontextmanager
async def ringing(nats: TestNats, database: Database) -> AsyncIterator[Bells]:
    """The bell's service, as far as events go."""
    async with connected(nats, "bell") as broker, doing(Relay(database, broker).run()):
        yield Bells(database)


@asynccontextmanager
async def listening(
    nats: TestNats, database: Database, heard: Heard, patience: Patience = THREE_TRIES
) -> AsyncIterator[None]:
    """The ear's service, as far as events go."""
    async with (
        connected(nats, "ear") as broker,
        doing(Inbox("ear", database, broker, an_ear(), heard, patience).run()),
    ):
        yield


async def say(server: TestNats, body: bytes, subject: str = "bell.rang.v1", **headers: str) -> None:
    """Past the outbox: what a broken or repeating publisher sends."""
    async with connected(server, "bell") as broker:
        await (await broker.jetstream()).publish(subject, body, headers=headers or None)


async def is_empty(bells: Bells) -> bool:
    return await has(bells, 0)


async def has(bells: Bells, count: int) -> bool:
    return await bells.count_waiting() == count
