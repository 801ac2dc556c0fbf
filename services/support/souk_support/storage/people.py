"""Customers' tickets with all that was said and sent in them."""

from __future__ import annotations

import base64
from collections.abc import Callable
from uuid import UUID

from kit.data.database import Database
from kit.data.people import PostgresPeople, Section
from kit.files.store import FileStore
from kit.people import Held, Person
from souk_support.domain.files import file_of

FILES = """select a.id from attachments a left join messages m on m.id = a.message_id
                  left join tickets t on t.id = m.ticket_id
            where t.customer_id = $1 or a.uploader = 'customer:' || $1::uuid"""


class PostgresAskers(PostgresPeople):
    sections = (
        Section(
            "tickets",
            """select t.id::text, jsonb_build_object(
                      'number', t.number, 'subject', t.subject, 'state', t.state, 'name', t.asker_name,
                      'email', t.asker_email, 'order_number', t.order_number, 'opened_at', t.opened_at,
                      'satisfied', t.satisfied, 'satisfaction_comment', t.satisfaction_comment,
                      'messages', (select jsonb_agg(jsonb_build_object(
                                              'from', case m.kind when 'question' then 'you' else 'us' end,
                                              'text', m.text, 'written_at', m.written_at) order by m.id)
                                     from messages m where m.ticket_id = t.id and m.kind <> 'note'))
                 from tickets t, person where t.customer_id = person.id""",
            at_once=20,
        ),
        Section(
            "files",
            """select a.id::text, jsonb_build_object(
                      'id', a.id, 'name', a.name, 'type', a.type, 'uploaded_at', a.uploaded_at, 'ticket', t.number,
                      'base64', encode(a.data, 'base64'))
                 from attachments a left join messages m on m.id = a.message_id
                      left join tickets t on t.id = m.ticket_id, person
                where t.customer_id = person.id and m.kind <> 'note' or a.uploader = 'customer:' || person.id""",
            at_once=1,
        ),
    )
    # Files first: one whose ticket is gone would be nobody's.
    forgetting = (f"delete from attachments where id in ({FILES})", "delete from tickets where customer_id = $1")

    def __init__(self, database: Database, sealed: Callable[[str], str], files: FileStore | None) -> None:
        """`sealed`: as who a voter is kept (domain/links.py); `files`: where there are any outside the database."""
        super().__init__(database)
        self._sealed = sealed
        self._files = files

    async def held(self, person: Person, cursor: str | None) -> Held:
        held = await super().held(person, cursor)
        for each in held.items:
            if self._files and each.item.get("base64", "") is None:
                data = await self._files.get(file_of(UUID(str(each.item["id"]))))
                each.item["base64"] = base64.b64encode(data).decode()
        return held

    async def forget(self, person: Person) -> None:
        """Each file before its row, so that one which could not be removed is found again."""
        if self._files:
            rows = await self.fetch(FILES, person.id)
            await self._files.remove([file_of(row["id"]) for row in rows])
        await super().forget(person)

    async def forget_within(self, person: Person) -> None:
        await super().forget_within(person)
        await self.execute("delete from helpfulness where voter = $1", self._sealed(f"customer:{person.id}"))
