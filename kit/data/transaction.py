"""A transaction that costs as few round trips as it can.

Writes that nobody waits for the outcome of are gathered. They leave before the next question is asked, or at the end:
as one statement, which is a transaction by itself where nothing was asked before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from re import findall, sub
from typing import Any

import asyncpg
from asyncpg.transaction import Transaction as Begun

from kit import audit
from kit.errors import SoukError
from kit.events import Event
from kit.mail import Mail
from kit.observing.telemetry import traceparent

_PUBLISH = "insert into kit_outbox (id, subject, body, traceparent) values ($1, $2, $3, $4)"
_PUBLISH_ALL = """insert into kit_outbox (id, subject, body, traceparent)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])"""
_POST = """insert into kit_mails (id, kind, channel, address, name, language, facts, code_until, traceparent)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing"""
_POST_ALL = """insert into kit_mails (id, kind, channel, address, name, language, facts, code_until, traceparent)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[],
                     $8::timestamptz[], $9::text[]) on conflict (id) do nothing"""

# In a statement that is a transaction by itself: its commit does not wait for the disk, which has it within a second.
# For what a crash of the server may forget: a commit that waits costs three times as much.
NOT_FORCED = "set_config('synchronous_commit', 'off', true)"


@dataclass(frozen=True, slots=True)
class Write:
    """One insert, update or delete that returns nothing; `refusal` is raised when it changes fewer than `rows`."""

    sql: str
    args: tuple[Any, ...]
    refusal: SoukError | None = None
    rows: int = 1


@dataclass(slots=True)
class Transaction:
    """What all stores share that speak inside one transaction."""

    connection: asyncpg.Connection
    _begun: Begun | None = None
    _writes: list[Write] = field(default_factory=list[Write])
    _events: list[tuple[Event, str | None]] = field(default_factory=list[tuple[Event, str | None]])
    _mails: list[tuple[Mail, str | None]] = field(default_factory=list[tuple[Mail, str | None]])
    published: bool = False
    posted: bool = False

    async def write(self, write: Write) -> None:
        """Gathered; no two that are gathered together may change one row."""
        if write.refusal and any(other.refusal for other in self._writes):
            await self.ask()  # of two that may be refused in one statement nobody could tell which was
        self._writes.append(write)

    def publish(self, event: Event) -> None:
        self._events.append((event, traceparent()))
        self.published = True

    def post(self, mail: Mail) -> None:
        self._mails.append((mail, traceparent()))
        self.posted = True

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
        mails, self._mails = self._mails, []
        if events:
            writes.append(_published(events))
        if mails:
            writes.append(_posted(mails))
        if writes:
            await send(self.connection, tuple(writes))


def _published(events: list[tuple[Event, str | None]]) -> Write:
    """All by one insert: the rows of several in one statement would lie in any order."""
    rows = [(event.id, event.announced_as, event.model_dump_json(), trace) for event, trace in events]
    return (
        Write(_PUBLISH, rows[0]) if len(rows) == 1 else Write(_PUBLISH_ALL, tuple(map(list, zip(*rows, strict=True))))
    )


def _posted(mails: list[tuple[Mail, str | None]]) -> Write:
    rows = [
        (mail.id, mail.kind, mail.channel, mail.to, mail.name, mail.language, dict(mail.facts), mail.code_until, trace)
        for mail, trace in mails
    ]
    return Write(_POST, rows[0]) if len(rows) == 1 else Write(_POST_ALL, tuple(map(list, zip(*rows, strict=True))))


async def send(connection: asyncpg.Connection, writes: tuple[Write, ...]) -> None:
    """All or none, in one statement."""
    must_hit = next((place for place, write in enumerate(writes) if write.refusal), None)
    rows = 1 if must_hit is None else writes[must_hit].rows
    sql = _together(tuple(write.sql for write in writes), must_hit, many=rows > 1)
    args = [arg for write in writes for arg in write.args]
    if must_hit is None:
        await connection.execute(sql, *args)
        return
    refusal = writes[must_hit].refusal
    assert refusal is not None
    if rows > 1:
        args.append(rows)
    try:
        hit = await connection.fetchval(sql, *args)
    except asyncpg.DivisionByZeroError:
        raise refusal from None
    if not hit:
        raise refusal


@lru_cache(512)
def _together(statements: tuple[str, ...], must_hit: int | None, *, many: bool = False) -> str:
    """The statements as parts of one; where one that must hit a row does not, a division by zero undoes them all.

    That one is carried out first: the outcome is made of it, and PostgreSQL completes all other parts afterwards.
    `many`: how many rows it must hit is the last argument.
    """
    if len(statements) == 1 and not many:
        return statements[0] if must_hit is None else f"{statements[0]} returning 1"
    parts: list[str] = []
    given = 0
    for place, sql in enumerate(statements):
        shifted = sub(r"\$(\d+)", lambda found, by=given: f"${int(found[1]) + by}", sql)
        parts.append(f"part{place} as ({shifted} returning 1)")
        given += max(map(int, findall(r"\$(\d+)", sql)), default=0)
    hit = f"(count(*) = ${given + 1})::int" if many else "count(*)"
    outcome = "1" if must_hit is None else f"1 / (select {hit} from part{must_hit})"
    return f"with {', '.join(parts)} select {outcome}"
