"""A durable's messages as they come: a request stays with the broker, so a message costs no question of its own."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Coroutine, Sequence
from typing import Any, Final, NamedTuple, Self

import msgspec
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.js.api import Header, StatusCode

from kit.messaging.streams import Follow

log = logging.getLogger("kit.messaging.pulling")

AT_ONCE: Final = 50
ASKED_FOR_S: Final = 15.0
# A request whose end was not told by then is lost: its broker went away, or nobody made the durable yet.
LOST_S: Final = ASKED_FOR_S + 2.0
# A broker that hangs keeps no service from stopping.
LEAVE_S: Final = 2.0
REQUEST: Final = msgspec.json.encode({"batch": AT_ONCE, "expires": int(ASKED_FOR_S * 1e9)})
ENDED: Final = (StatusCode.NO_MESSAGES.value, StatusCode.REQUEST_TIMEOUT.value)


class PullRefused(Exception):
    """Its words are the broker's."""


class Arrival(NamedTuple):
    message: Msg
    at: float  # of the monotonic clock


class Pull:
    def __init__(self, client: Client, follow: Follow) -> None:
        self._client = client
        self._next = f"$JS.API.CONSUMER.MSG.NEXT.{follow.stream}.{follow.durable}"
        self._replies = client.new_inbox()
        self._requests = 0
        self._missing = 0  # of what the last request asked for
        self._arrivals: deque[Arrival] = deque()
        self._stirred = asyncio.Event()
        self._refusal = ""
        self._lost: asyncio.TimerHandle | None = None
        self._subscription: Subscription | None = None

    async def __aenter__(self) -> Self:
        self._subscription = await self._client.subscribe(f"{self._replies}.*", cb=self._receive)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Another replica, or the next start, need not wait until the broker gives up on what nobody took."""
        if self._lost:
            self._lost.cancel()
        try:
            if self._subscription:
                await self._leave(self._subscription)
            for arrival in self._arrivals:
                await arrival.message.nak()
            if self._client.is_connected:
                # Closed before the broker answers, the connection may take with it what was sent last.
                await self._in_time(self._client.flush())
        except Exception as error:
            # Not raised: that would hide that the task was cancelled.
            told = f"{type(error).__name__} {error}".strip()
            log.warning("Up to %d messages come again only after the durable's ack_wait: %s", len(self._arrivals), told)

    async def arrivals(self) -> Sequence[Arrival]:
        """All that have come and nobody took yet; waits for the first."""
        while not self._arrivals:
            if self._refusal:
                raise PullRefused(self._refusal)
            if self._missing <= 0:
                await self._ask()
            self._stirred.clear()
            await self._stirred.wait()
        return [self._arrivals.popleft() for _ in range(min(len(self._arrivals), AT_ONCE))]

    def put_back(self, arrivals: Sequence[Arrival]) -> None:
        """Taken and not handled: the first to be taken again, or given back when this ends."""
        self._arrivals.extendleft(reversed(arrivals))

    def ask_again(self) -> None:
        """The request is lost, as with the connection over which it was made."""
        self._missing = 0
        self._stirred.set()

    async def _ask(self) -> None:
        self._requests += 1
        self._missing = AT_ONCE
        if self._lost:
            self._lost.cancel()
        self._lost = asyncio.get_running_loop().call_later(LOST_S, self.ask_again)
        await self._client.publish(self._next, REQUEST, reply=f"{self._replies}.{self._requests}")

    async def _leave(self, subscription: Subscription) -> None:
        """What the broker sends until it knows still arrives, and is given back with the rest.

        What is given back before would come here again at once, to nobody, and to others only after the durable's
        ack_wait.
        """
        if not self._client.is_connected:
            await subscription.unsubscribe()
            return
        await self._in_time(subscription.drain())

    async def _in_time(self, told: Coroutine[Any, Any, None]) -> None:
        """Never cancelled: the client stops reading for good when an answer meets a ping that was given up."""
        telling = asyncio.ensure_future(told)
        telling.add_done_callback(lambda done: done.cancelled() or done.exception())
        await asyncio.wait([telling], timeout=LEAVE_S)
        if not telling.done():
            log.warning("The broker did not answer within %s s while this stops.", LEAVE_S)
        elif error := telling.exception():
            log.warning("The broker could not be told that this stops: %s", f"{type(error).__name__} {error}".strip())

    async def _receive(self, message: Msg) -> None:
        if message.reply:  # what can be acknowledged is a message
            self._arrivals.append(Arrival(message, time.monotonic()))
            self._missing -= 1
        elif message.subject == f"{self._replies}.{self._requests}":
            said = message.headers or {}
            self._missing = 0
            if said.get(Header.STATUS) not in ENDED:
                self._refusal = f"{said.get(Header.STATUS)} {said.get(Header.DESCRIPTION, '')}".strip()
        self._stirred.set()
