"""Tickets in PostgreSQL. Who changes one holds its row, so what is said in it happens one after the other."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from kit.data import housekeeping
from kit.data.housekeeping import OldRows
from souk_support.domain.files import MOST_PER_TICKET
from souk_support.domain.messages import Attachment, Message
from souk_support.domain.queue import Figures, Wanted
from souk_support.domain.refusals import AttachmentsGone, TicketExists, TicketNotFound, TooManyFiles
from souk_support.domain.tickets import Ticket
from souk_support.storage.attachments import ATTACHMENT
from souk_support.storage.rows import MESSAGE, changing_columns, fixed_columns, message_of, ticket_of
from souk_support.storage.seeded import PostgresSeeded

CLOSED = OldRows("tickets", by="closed_at", where="state = 'closed' and closed_at < $1")
QUEUE = """select * from tickets
    where state = any($1) and ($2::uuid is null or assignee_id = $2) and (not $3 or assignee_id is null)
      and ($4::text is null or priority = $4) and ($5::text is null or $5 = any(tags))
      and ($6::timestamptz is null or queue_at < $6)
      and ($7::timestamptz is null or (queue_at, id) > ($7, $8::uuid))
    order by queue_at, id limit $9"""
FIGURES = """
    select count(*) filter (where state = 'open') as open, count(*) filter (where state = 'reopened') as reopened,
           count(*) filter (where state = 'waiting') as waiting,
           count(*) filter (where state <> 'waiting' and queue_at < $1) as late,
           (select count(*) from tickets where satisfied and solved_at > $2) as satisfied,
           (select count(*) from tickets where not satisfied and solved_at > $2) as unsatisfied
      from tickets where state in ('open', 'reopened', 'waiting')"""
RATINGS_LOOKED_AT = timedelta(days=30)


class PostgresTickets(PostgresSeeded):
    async def add(self, ticket: Ticket) -> None:
        columns = {**fixed_columns(ticket), **changing_columns(ticket)}
        added = await self.fetchval(
            f"""insert into tickets ({", ".join(columns)}) values ({_places(len(columns))})
                on conflict (request_key) do nothing returning true""",
            *columns.values(),
        )
        if not added:
            raise TicketExists

    async def find(self, ticket_id: UUID) -> Ticket | None:
        row = await self.fetchrow("select * from tickets where id = $1", ticket_id)
        return ticket_of(row) if row else None

    async def find_by_request(self, request_key: str) -> Ticket | None:
        row = await self.fetchrow("select * from tickets where request_key = $1", request_key)
        return ticket_of(row) if row else None

    async def get_to_change(self, ticket_id: UUID) -> Ticket:
        row = await self.fetchrow("select * from tickets where id = $1 for update", ticket_id)
        if row is None:
            raise TicketNotFound(ticket_id)
        return ticket_of(row)

    async def save(self, ticket: Ticket) -> None:
        columns = changing_columns(ticket)
        changes = ", ".join(f"{name} = ${at}" for at, name in enumerate(columns, start=2))
        await self.execute(f"update tickets set {changes} where id = $1", ticket.id, *columns.values())

    async def list_of(self, customer_id: UUID, before: UUID | None, most: int) -> list[Ticket]:
        rows = await self.fetch(
            """select * from tickets where customer_id = $1 and ($2::uuid is null or id < $2)
               order by id desc limit $3""",
            customer_id, before, most,
        )  # fmt: skip
        return [ticket_of(row) for row in rows]

    async def list_queue(self, wanted: Wanted, after: tuple[datetime, UUID] | None, most: int) -> list[Ticket]:
        at, last = after or (None, None)
        rows = await self.fetch(
            QUEUE, list(wanted.states), wanted.assignee_id, wanted.is_unassigned, wanted.priority, wanted.tag,
            wanted.late_at, at, last, most,
        )  # fmt: skip
        return [ticket_of(row) for row in rows]

    async def figures(self, now: datetime) -> Figures:
        row = await self.fetchrow(FIGURES, now, now - RATINGS_LOOKED_AT)
        assert row is not None  # counts always have one
        return Figures(*row.values())

    async def list_solved_before(self, moment: datetime, most: int) -> list[Ticket]:
        rows = await self.fetch(
            """select * from tickets where state = 'solved' and solved_at < $1 order by solved_at limit $2
               for update skip locked""",
            moment, most,
        )  # fmt: skip
        return [ticket_of(row) for row in rows]

    async def remove_closed_before(self, moment: datetime) -> None:
        await housekeeping.remove(self._database, CLOSED, moment)

    async def add_message(self, message: Message) -> None:
        await self.execute(
            f"insert into messages ({MESSAGE}) values ({_places(7)})",
            message.id, message.ticket_id, message.kind, message.text, message.written_at, message.agent_id,
            message.request_key,
        )  # fmt: skip

    async def find_message(self, ticket_id: UUID, request_key: str) -> Message | None:
        row = await self.fetchrow(
            f"select {MESSAGE} from messages where ticket_id = $1 and request_key = $2", ticket_id, request_key
        )
        return message_of(row) if row else None

    async def list_messages(self, ticket_id: UUID) -> list[Message]:
        rows = await self.fetch(f"select {MESSAGE} from messages where ticket_id = $1 order by id", ticket_id)
        files = await self.fetch(
            f"select {ATTACHMENT} from attachments where message_id = any($1) order by id", [row["id"] for row in rows]
        )
        attachments = [Attachment(*file.values()) for file in files]
        return [message_of(row, attachments) for row in rows]

    async def attach(self, ids: Collection[UUID], uploader: str, message: Message) -> None:
        if not ids:
            return
        attached = await self.fetch(
            """update attachments set message_id = $3 where id = any($1) and uploader = $2 and message_id is null
               returning id""",
            list(ids), uploader, message.id,
        )  # fmt: skip
        if len(attached) < len(set(ids)):
            raise AttachmentsGone(sorted(set(ids) - {row["id"] for row in attached}))
        there = await self.fetchval(
            "select count(*) from attachments a join messages m on m.id = a.message_id where m.ticket_id = $1",
            message.ticket_id,
        )
        if there > MOST_PER_TICKET:
            raise TooManyFiles(MOST_PER_TICKET)


def _places(count: int) -> str:
    return ", ".join(f"${at}" for at in range(1, count + 1))
