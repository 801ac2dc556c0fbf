"""Events sent one behind the other, and the broker's word on all of them waited for together."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

import msgspec
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError
from nats.js.api import Header


@dataclass(frozen=True, slots=True)
class Outgoing:
    subject: str
    body: bytes
    headers: Mapping[str, str]


class Answer(msgspec.Struct):
    """JetStream's, of which more is not read."""

    error: dict[str, Any] | None = None


class Publisher:
    """One subscription hears all answers: a question of its own for each event takes three times as long."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._replies = client.new_inbox()
        self._sent = 0
        self._unanswered: dict[str, int] = {}  # the end of its answer's subject → its place in what was sent
        self._refusals: dict[int, str] = {}
        self._answered = asyncio.Event()
        self._subscription: Subscription | None = None

    async def __aenter__(self) -> Self:
        self._subscription = await self._client.subscribe(f"{self._replies}.*", cb=self._hear)
        return self

    async def __aexit__(self, *_: object) -> None:
        with suppress(Exception):
            if self._subscription:
                await self._subscription.unsubscribe()

    async def publish(self, events: Sequence[Outgoing], within_s: float) -> Mapping[int, str]:
        """The places of those that the broker did not take, and why."""
        self._unanswered, self._refusals = {}, {}
        self._answered.clear()
        for place, event in enumerate(events):
            self._sent += 1
            self._unanswered[str(self._sent)] = place
            reply = f"{self._replies}.{self._sent}"
            try:
                await self._client.publish(event.subject, event.body, reply=reply, headers=dict(event.headers))
            except NatsError as error:
                del self._unanswered[str(self._sent)]
                self._refusals[place] = f"{type(error).__name__} {error}".strip()
        if not self._unanswered:
            return self._refusals
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._answered.wait()
        silent = dict.fromkeys(self._unanswered.values(), f"no answer within {within_s:g} s")
        return {**self._refusals, **silent}

    async def _hear(self, message: Msg) -> None:
        place = self._unanswered.pop(message.subject.rpartition(".")[2], None)
        if place is None:
            return  # it was given up, and may have been sent again since
        if refusal := _refusal_in(message):
            self._refusals[place] = refusal
        if not self._unanswered:
            self._answered.set()


def _refusal_in(message: Msg) -> str:
    if message.headers and Header.STATUS in message.headers:
        return f"{message.headers[Header.STATUS]}: no stream takes it"
    try:
        error = msgspec.json.decode(message.data, type=Answer).error
    except msgspec.DecodeError:
        return "an answer that is none of JetStream's"
    return "" if error is None else str(error.get("description", error))
