"""A transaction that costs as few round trips as it can.

Writes that nobody waits for the outcome of are gathered. They leave before the next question is asked, or at the end:
as one statement, which is a transaction by itself where nothing was asked before.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import asyncpg
from asyncpg.transaction import Transaction as Begun

from kit import audit
from kit.data.posting import Posting
from kit.data.writing import Write, send
from kit.events import Event
from kit.mail import Mail
from kit.observing.telemetry import traceparent

_PUBLISH = "insert into kit_outbox (id, subject, body, traceparent) values ($1, $2, $3, $4)"
_PUBLISH_ALL = """insert into kit_outbox (id, subject, body, traceparent)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])"""
# In a statement that is a transaction by itself: its commit does not wait for the disk, which has it within a second.
# For what a crash of the server may forget: a commit that waits costs three times as much.
NOT_FORCED = "set_config('synchronous_commit', 'off', true)"


@dataclass(slots=True)
class Transaction:
    """What all stores share that speak inside one transaction."""

    connection: asyncpg.Connection
    posting: Posting
    _begun: Begun | None = None
    _writes: list[Write] = field(default_factory=list[Write])
    _events: list[tuple[Event, str | None]] = field(default_factory=list[tuple[Event, str | None]])
    published: bool = False

    async def write(self, write: Write) -> None:
        """Gathered; no two that are gathered together may change one row."""
        if write.refusal and any(other.refusal for other in self._writes):
            await self.ask()  # of two that may be refused in one statement nobody could tell which was
        self._writes.append(write)

    def publish(self, event: Event) -> None:
        self._events.append((event, traceparent()))
        self.published = True

    def post(self, mail: Mail) -> None:
        self.posting.post(mail)

    async def ask(self) -> asyncpg.Connection:
        """To see what was written so far, and to wait for an answer."""
        if self._begun is None:
            begun = self.connection.transaction()
            await begun.start()
            self._begun = begun
        await self._send()
        return self.connection

    async def __aenter__(self) -> asyncpg.Connection:
        return await self.ask()

    async def __aexit__(self, *_: object) -> None:
        return

    async def commit(self) -> None:
        acting = audit.untold()
        if acting:
            self.publish(acting.as_event())
        try:
            await self._send()
        except BaseException:
            await self.roll_back()
            raise
        if self._begun:
            await self._begun.commit()
        if acting:
            acting.is_told = True

    async def roll_back(self) -> None:
        if self._begun:
            await self._begun.rollback()

    async def _send(self) -> None:
        writes, self._writes = self._writes, []
        events, self._events = self._events, []
        if events:
            writes.append(_published(events))
        if posted := self.posting.write():
            writes.append(posted)
        if writes:
            await send(self.connection, tuple(writes))


def _published(events: list[tuple[Event, str | None]]) -> Write:
    """All by one insert: the rows of several in one statement would lie in any order."""
    rows = [(event.id, event.announced_as, event.model_dump_json(), trace) for event, trace in events]
    return (
        Write(_PUBLISH, rows[0]) if len(rows) == 1 else Write(_PUBLISH_ALL, tuple(map(list, zip(*rows, strict=True))))
    )
