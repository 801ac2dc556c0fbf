"""Mails of one service: those that wait, and those that are over until they are forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import msgspec

from kit.data.database import PostgresStore
from kit.data.housekeeping import OldRows
from kit.data.transaction import NOT_FORCED
from kit.errors import Kind, SoukError
from kit.mail import Channel, Mail

ENDED = OldRows("kit_mails", by="ended_at", where="ended_at < now() - $1::interval")
LONGEST_REASON = 300


class NoSuchMail(SoukError):
    code = "no-such-mail"
    kind = Kind.NOT_FOUND

    def __init__(self, mail_id: UUID) -> None:
        super().__init__(f"There is no parked mail {mail_id}.", "Look at the list: ./souk mail parked")


@dataclass(frozen=True, slots=True)
class KeptMail:
    id: UUID
    kind: str
    channel: Channel
    address: str
    name: str
    language: str | None
    facts: Mapping[str, Any]
    code_until: datetime | None
    traceparent: str | None
    written_at: datetime
    tries: int
    reason: str | None

    @classmethod
    def of(cls, mail: Mail, traceparent: str | None, written_at: datetime) -> Self:
        """As who took it for the first time would read it; its facts are JSON by then."""
        facts = msgspec.json.decode(msgspec.json.encode(mail.facts))
        kept = (mail.id, mail.kind, mail.channel, mail.to, mail.name, mail.language, facts, mail.code_until)
        return cls(*kept, traceparent, written_at, tries=1, reason=None)


COLUMNS = ", ".join(f"m.{field.name}" for field in fields(KeptMail))


# Of a mail that is over nobody can read any more whom it went to and what it said.
FORGOTTEN = "under_way = false, ended_at = now(), address = null, name = '', facts = '{}'"


@dataclass(frozen=True, slots=True)
class Turn:
    """A mail that is this process's to send for a while; `begun_before`: who had it before came to no end."""

    mail: KeptMail
    begun_before: bool


class Mails(PostgresStore):
    async def take_next(self, lease_s: float, sent: Sequence[UUID] = ()) -> Turn | None:
        """The one that has waited longest; for so long nobody else takes it. And notes those that were `sent`.

        Forced to the disk where the next one has a code, which is not sent twice. What a crash of the server makes it
        forget of other mails has them sent again; of a code that was sent it still knows that it was under way.
        """
        row = await self.fetchrow(
            f"""with noted as (
                    update kit_mails set state = 'sent', reason = null, {FORGOTTEN}
                     where id = any($2::uuid[]) and state = 'waiting'
                ), due as (
                    select id, under_way from kit_mails
                     where state = 'waiting' and next_try_at <= now() and id <> all($2::uuid[])
                     order by next_try_at limit 1 for update skip locked
                ), taken as (
                    update kit_mails m set under_way = true, tries = m.tries + 1,
                           next_try_at = now() + make_interval(secs => $1)
                      from due where m.id = due.id returning {COLUMNS}, due.under_way as begun_before
                )
                select taken.*, case when code_until is null then {NOT_FORCED} end as forced
                  from (values (1)) always left join taken on true""",
            lease_s,
            list(sent),
        )
        if row is None or row["id"] is None:
            return None
        values = dict(row)
        begun_before, _ = values.pop("begun_before"), values.pop("forced")
        return Turn(_mail_of(values), begun_before)

    async def save_sent(self, mail_ids: Sequence[UUID]) -> None:
        await self._end(mail_ids, "sent", None)

    async def save_untouched(self, mail_ids: Sequence[UUID]) -> None:
        """They were handed to a postman who has not begun with them; anybody may take them."""
        await self.execute(
            """update kit_mails set under_way = false, tries = tries - 1, next_try_at = now()
                where id = any($1::uuid[]) and state = 'waiting'""",
            list(mail_ids),
        )

    async def save_dropped(self, mail_id: UUID, reason: str) -> None:
        """It is of no use any more, and nobody has to do anything."""
        await self._end([mail_id], "dropped", reason)

    async def save_parked(self, mail_id: UUID, reason: str) -> None:
        """It waits, with all it says, for an operator."""
        await self.execute(
            """update kit_mails set state = 'parked', under_way = false, reason = $2, ended_at = now()
                where id = $1 and state = 'waiting'""",
            mail_id,
            reason[:LONGEST_REASON],
        )

    async def save_waits(self, mail_id: UUID, reason: str, pause_s: float) -> None:
        """It surely was not sent."""
        await self.execute(
            """update kit_mails set under_way = false, reason = $2, next_try_at = now() + make_interval(secs => $3)
                where id = $1 and state = 'waiting'""",
            mail_id,
            reason[:LONGEST_REASON],
            pause_s,
        )

    async def count_open(self) -> Mapping[str, Any]:
        row = await self.fetchrow(
            """select waiting, oldest_s, (select count(*) from kit_mails where state = 'parked') as parked
                 from (select count(*) as waiting,
                              coalesce(extract(epoch from now() - min(written_at)), 0)::float8 as oldest_s
                         from kit_mails where state = 'waiting') as those"""
        )
        return dict(row) if row else {}

    async def list_open(self, most: int) -> list[tuple[str, KeptMail]]:
        """Parked and waiting ones with their state, the oldest first."""
        rows = await self.fetch(
            f"select m.state, {COLUMNS} from kit_mails m where state in ('waiting', 'parked') order by id limit $1",
            most,
        )
        return [(row["state"], _mail_of({**row})) for row in rows]

    async def retry(self, mail_id: UUID) -> None:
        """From the beginning, because a person wants it."""
        await self._of_parked(
            mail_id, "state = 'waiting', tries = 0, written_at = now(), next_try_at = now(), ended_at = null"
        )

    async def drop(self, mail_id: UUID) -> None:
        await self._of_parked(mail_id, "state = 'dropped', address = null, name = '', facts = '{}'")

    async def _of_parked(self, mail_id: UUID, change: str) -> None:
        done = await self.fetchval(
            f"update kit_mails set {change} where id = $1 and state = 'parked' returning true", mail_id
        )
        if not done:
            raise NoSuchMail(mail_id)

    async def _end(self, mail_ids: Sequence[UUID], state: str, reason: str | None) -> None:
        await self.execute(
            f"""update kit_mails set state = $2, reason = $3, {FORGOTTEN}
                 where id = any($1::uuid[]) and state = 'waiting'""",
            list(mail_ids),
            state,
            reason,
        )


def _mail_of(values: dict[str, Any]) -> KeptMail:
    values.pop("state", None)
    return KeptMail(**{**values, "channel": Channel(values["channel"])})
