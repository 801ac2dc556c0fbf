"""Messages that could not be handled: kept with their reason until an operator has them handled again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kit.data.database import PostgresStore
from kit.errors import Kind, SoukError


class NoSuchDeadLetter(SoukError):
    code = "no-such-dead-letter"
    kind = Kind.NOT_FOUND

    def __init__(self, letter_id: int) -> None:
        super().__init__(
            cause=f"There is no open dead letter {letter_id}.",
            fix="Look at the list: python -m kit.messaging.inbox <service> list",
        )


@dataclass(frozen=True, slots=True)
class DeadLetter:
    id: int
    stream: str
    sequence: int
    subject: str
    body: bytes
    headers: Mapping[str, str]
    error: str
    tries: int
    at: datetime
    replay_asked_at: datetime | None
    replayed_at: datetime | None


COLUMNS = "id, stream, sequence, subject, body, headers, error, tries, at, replay_asked_at, replayed_at"


class DeadLetters(PostgresStore):
    async def add(
        self, stream: str, sequence: int, subject: str, body: bytes, headers: Mapping[str, str], error: str, tries: int
    ) -> None:
        """A message that comes again because the broker missed our word keeps its one row."""
        await self.execute(
            """insert into kit_dead_letters (stream, sequence, subject, body, headers, error, tries)
               values ($1, $2, $3, $4, $5, $6, $7)
               on conflict (stream, sequence) do update set error = $6, tries = $7""",
            stream, sequence, subject, body, dict(headers), error, tries,
        )  # fmt: skip

    async def list_open(self) -> list[DeadLetter]:
        rows = await self.fetch(f"select {COLUMNS} from kit_dead_letters where replayed_at is null order by id")
        return [DeadLetter(**row) for row in rows]

    async def list_to_replay(self, most: int) -> list[DeadLetter]:
        rows = await self.fetch(
            f"select {COLUMNS} from kit_dead_letters where replay_asked_at is not null order by id limit $1", most
        )
        return [DeadLetter(**row) for row in rows]

    async def find(self, letter_id: int) -> DeadLetter | None:
        row = await self.fetchrow(f"select {COLUMNS} from kit_dead_letters where id = $1", letter_id)
        return None if row is None else DeadLetter(**row)

    async def ask_to_replay(self, letter_id: int) -> None:
        """The serving process does it, because only that one has what its handlers need."""
        asked = await self.fetchval(
            """update kit_dead_letters set replay_asked_at = now() where id = $1 and replayed_at is null
               returning true""",
            letter_id,
        )
        if not asked:
            raise NoSuchDeadLetter(letter_id)

    async def save_replayed(self, letter_id: int) -> None:
        await self.execute(
            "update kit_dead_letters set replayed_at = now(), replay_asked_at = null where id = $1", letter_id
        )

    async def save_failed_again(self, letter_id: int, error: str) -> None:
        await self.execute(
            "update kit_dead_letters set error = $2, tries = tries + 1, replay_asked_at = null where id = $1",
            letter_id, error,
        )  # fmt: skip


class Notes(PostgresStore):
    """What the inbox remembers of messages it has handled."""

    async def forget_older_than(self, age: timedelta) -> None:
        """Older than the streams keep anything, so nothing forgotten can come again."""
        await self.execute("delete from kit_inbox where at < now() - $1::interval", age)
        await self.execute("delete from kit_dead_letters where replayed_at < now() - $1::interval", age)
