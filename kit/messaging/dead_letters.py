"""Messages that could not be handled: kept with their reason until an operator has them handled again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kit.data.database import PostgresStore
from kit.data.housekeeping import OldRows
from kit.errors import Kind, SoukError


class NoSuchDeadLetter(SoukError):
    code = "no-such-dead-letter"
    kind = Kind.NOT_FOUND

    def __init__(self, letter_id: int) -> None:
        super().__init__(
            cause=f"There is no open dead letter {letter_id}.",
            fix="Look at the list: ./souk dead-letters list",
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
    waiting: bool  # for an outage to end; then it is handled by itself
    replay_asked_at: datetime | None
    replayed_at: datetime | None


# Older ($1) than the streams keep anything, so nothing of it can come again.
HANDLED = OldRows("kit_inbox", by="at", where="at < now() - $1::interval")
REPLAYED = OldRows("kit_dead_letters", by="id", where="replayed_at < now() - $1::interval")
COLUMNS = "id, stream, sequence, subject, body, headers, error, tries, at, waiting, replay_asked_at, replayed_at"
FIRST_WAIT_S = 2.0


class DeadLetters(PostgresStore):
    async def add(
        self,
        stream: str,
        sequence: int,
        subject: str,
        body: bytes,
        headers: Mapping[str, str],
        error: str,
        tries: int,
        *,
        waiting: bool = False,
    ) -> None:
        """A message that comes again because the broker missed our word keeps its one row."""
        await self.execute(
            """insert into kit_dead_letters
                   (stream, sequence, subject, body, headers, error, tries, waiting, next_try_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, case when $8 then now() + make_interval(secs => $9) end)
               on conflict (stream, sequence) do update set error = $6, tries = $7, waiting = $8,
                   next_try_at = excluded.next_try_at""",
            stream, sequence, subject, body, dict(headers), error, tries, waiting, FIRST_WAIT_S,
        )  # fmt: skip

    async def list_open(self) -> list[DeadLetter]:
        rows = await self.fetch(f"select {COLUMNS} from kit_dead_letters where replayed_at is null order by id")
        return [DeadLetter(**row) for row in rows]

    async def count_open(self) -> Mapping[str, int]:
        """`dead` wait for an operator, `waiting` for an outage to end."""
        row = await self.fetchrow(
            """select count(*) filter (where not waiting) as dead, count(*) filter (where waiting) as waiting
               from kit_dead_letters where replayed_at is null"""
        )
        return {"dead": row["dead"], "waiting": row["waiting"]} if row else {"dead": 0, "waiting": 0}

    async def list_to_handle(self, most: int) -> list[DeadLetter]:
        rows = await self.fetch(
            f"""select {COLUMNS} from kit_dead_letters
                where replay_asked_at is not null or (waiting and next_try_at <= now()) order by id limit $1""",
            most,
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
            """update kit_dead_letters set replayed_at = now(), replay_asked_at = null, waiting = false,
                      next_try_at = null where id = $1""",
            letter_id,
        )

    async def save_failed_again(self, letter_id: int, error: str) -> None:
        await self.execute(
            """update kit_dead_letters set error = $2, tries = tries + 1, replay_asked_at = null, waiting = false,
                      next_try_at = null where id = $1""",
            letter_id,
            error,
        )

    async def save_waits(self, letter_id: int, error: str, pause_s: float) -> None:
        """An outage holds it up, still or again; what an operator asked for stays asked for."""
        await self.execute(
            """update kit_dead_letters set error = $2, tries = tries + 1, waiting = true,
                      next_try_at = now() + make_interval(secs => $3) where id = $1""",
            letter_id,
            error,
            pause_s,
        )
