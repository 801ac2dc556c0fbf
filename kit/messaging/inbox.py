"""Pulls what a service follows, handles each fact once in effect, and keeps what cannot be handled."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from typing import Generic, TypeVar

import asyncpg
from nats.aio.client import Client
from nats.aio.msg import Msg

from kit.data.database import AlreadyDone, Database
from kit.errors import SoukError
from kit.messaging.broker import Broker
from kit.messaging.dead_letters import DeadLetter, DeadLetters
from kit.messaging.handlers import Handlers, Unreadable
from kit.messaging.outages import HandlerTooSlow, is_outage
from kit.messaging.pulling import Arrival, Pull
from kit.messaging.streams import Follow, follows_of, of_each
from kit.names import TRACE_HEADER
from kit.observing import telemetry

log = logging.getLogger("kit.messaging.inbox")

REPLAYED_AT_ONCE = 10
# Below the durable's ack_wait, or a slow handler would run twice at once.
HANDLE_S = 20.0
# With it a handler still ends before the durable's ack_wait.
FRESH_S = 5.0
REPLAY_POLL_S = 2.0
TROUBLE_PAUSE_S = 2.0
LONGEST_ERROR = 2000
# Longer than the streams keep anything (local/nats.py).
REMEMBERED = timedelta(days=30)

D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a message that fails is tried, and with which pauses; together about two minutes."""

    tries: int = 8
    first_pause_s: float = 0.5
    longest_pause_s: float = 60.0

    def pause_after(self, tries: int) -> float:
        return min(self.first_pause_s * 2 ** min(tries - 1, 16), self.longest_pause_s)


class Inbox(Generic[D]):
    def __init__(
        self,
        service: str,
        database: Database,
        broker: Broker,
        handlers: Handlers[D],
        deps: D,
        patience: Patience = Patience(),
        services: Sequence[str] = (),
    ) -> None:
        """`services` are all there are, for what each of them announces."""
        self._service = service
        self._database = database
        self._letters = DeadLetters(database)
        self._broker = broker
        self._handlers = handlers
        self._deps = deps
        self._patience = patience
        self._subjects = of_each(handlers.subjects, services)

    async def run(self) -> None:
        """Until it is cancelled."""
        async with asyncio.TaskGroup() as group:
            for follow in follows_of(self._service, self._subjects):
                group.create_task(self._follow(follow), name=f"{self._service} follows {follow.stream}")
            group.create_task(self._replay(), name=f"{self._service} replays")

    async def _follow(self, follow: Follow) -> None:
        while True:
            try:
                await self._pull(await self._broker.client(), follow)
            except Exception as error:
                # The broker went away, or nobody made the durable yet: both may mend.
                log.warning(
                    "Nothing can be pulled from %s for now: %s",
                    follow.stream,
                    f"{type(error).__name__} {error}".strip(),
                )
                await asyncio.sleep(TROUBLE_PAUSE_S)

    async def _pull(self, client: Client, follow: Follow) -> None:
        async with Pull(client, follow) as pull:
            with self._broker.calling_when_connected(pull.ask_again):
                while True:
                    waiting = deque(await pull.arrivals())
                    try:
                        await self._receive_all(waiting, follow)
                    finally:
                        pull.put_back(waiting)

    async def _receive_all(self, waiting: deque[Arrival], follow: Follow) -> None:
        """Takes away what is done, one by one."""
        while waiting:
            together = self._first_that_go_together(waiting)
            if len(together) > 1 and await self._handled_together(together):
                for arrival in together:
                    await arrival.message.ack()
                    waiting.popleft()
                continue
            for arrival in together:
                await _keep_fresh([arrival])
                await self._receive(arrival.message, follow)
                waiting.popleft()

    def _first_that_go_together(self, waiting: Iterable[Arrival]) -> list[Arrival]:
        first, *others = waiting
        if not self._handlers.takes_many(subject := first.message.subject):
            return [first]
        return [first, *takewhile(lambda other: other.message.subject == subject, others)]

    async def _handled_together(self, together: Sequence[Arrival]) -> bool:
        """False, and nothing done, where one of them fails, or was done before: then each is handled by itself."""
        await _keep_fresh(together)
        messages = [arrival.message for arrival in together]
        bodies, headers = [each.data for each in messages], [each.headers or {} for each in messages]
        return await self._error_of(messages[0].subject, bodies, headers) is None

    async def _receive(self, message: Msg, follow: Follow) -> None:
        error = await self._handle(message.subject, message.data, message.headers or {})
        if error is None:
            await message.ack()
            return
        tries = message.metadata.num_delivered
        outage = await is_outage(error, self._database)
        if isinstance(error, Unreadable) or tries >= self._patience.tries:
            await self._keep(message, follow, error, tries, waiting=outage)
            return
        if outage:
            log.warning("%s waits: %s", message.subject, error)
        else:
            log.warning("A handler failed and will be tried again.", exc_info=error, extra={"subject": message.subject})
        await message.nak(self._patience.pause_after(tries))

    async def _handle(self, subject: str, body: bytes, headers: Mapping[str, str]) -> Exception | None:
        """What went wrong, if anything; that the work was done before is as good as doing it."""
        error = await self._error_of(subject, [body], [headers])
        return None if isinstance(error, AlreadyDone) else error

    async def _error_of(
        self, subject: str, bodies: Sequence[bytes], headers: Sequence[Mapping[str, str]]
    ) -> Exception | None:
        with ExitStack() as traces:
            # Each goes on with its own; what is logged meanwhile carries the first one's.
            for each in reversed(headers):
                traces.enter_context(telemetry.continued(each.get(TRACE_HEADER), f"handle {subject}"))
            try:
                async with asyncio.timeout(HANDLE_S):
                    await self._handlers.handle_all(subject, bodies, self._deps)
            except TimeoutError:
                return HandlerTooSlow(subject, HANDLE_S)
            except Exception as error:
                return error
        return None

    async def _keep(self, message: Msg, follow: Follow, error: Exception, tries: int, *, waiting: bool) -> None:
        """In the service's own database, where no stream's age limit forgets it: to wait, or as a dead letter."""
        letter = (follow.stream, message.metadata.sequence.stream, message.subject, message.data)
        try:
            await self._letters.add(*letter, message.headers or {}, _told(error), tries, waiting=waiting)
        except (SoukError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as trouble:
            log.warning("A message could not be kept yet: %s", trouble)
            await message.nak(self._patience.longest_pause_s)
            return
        if waiting:
            log.warning("A message is kept until an outage ends: %s", error, extra={"subject": message.subject})
        else:
            log.error("A message was given up: a dead letter.", exc_info=error, extra={"subject": message.subject})
        await message.term()

    async def _replay(self) -> None:
        """What an operator asked for or an outage held up; two replicas that do it at once do it once in effect."""
        while True:
            try:
                for letter in await self._letters.list_to_handle(REPLAYED_AT_ONCE):
                    await self._handle_again(letter)
            except Exception as error:
                log.warning("Kept messages cannot be handled for now: %s", error)
            await asyncio.sleep(REPLAY_POLL_S)

    async def _handle_again(self, letter: DeadLetter) -> None:
        error = await self._handle(letter.subject, letter.body, letter.headers)
        if error is None:
            await self._letters.save_replayed(letter.id)
        elif await is_outage(error, self._database):
            await self._letters.save_waits(letter.id, _told(error), self._patience.pause_after(letter.tries))
        else:
            await self._letters.save_failed_again(letter.id, _told(error))


async def _keep_fresh(arrivals: Iterable[Arrival]) -> None:
    """Who has waited behind slow ones: its time starts now."""
    for arrival in arrivals:
        if time.monotonic() - arrival.at > FRESH_S:
            await arrival.message.in_progress()


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
