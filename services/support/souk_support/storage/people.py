"""Customers' tickets with all that was said and sent in them."""

from __future__ import annotations

from collections.abc import Callable

from kit.data.database import Database
from kit.data.people import PostgresPeople, Section
from kit.people import Person


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
                      'name', a.name, 'type', a.type, 'uploaded_at', a.uploaded_at, 'ticket', t.number,
                      'base64', encode(a.data, 'base64'))
                 from attachments a left join messages m on m.id = a.message_id
                      left join tickets t on t.id = m.ticket_id, person
                where t.customer_id = person.id and m.kind <> 'note' or a.uploader = 'customer:' || person.id""",
            at_once=1,
        ),
    )
    forgetting = (
        "delete from tickets where customer_id = $1",
        "delete from attachments where uploader = 'customer:' || $1::uuid",
    )

    def __init__(self, database: Database, sealed: Callable[[str], str]) -> None:
        """`sealed`: as who a voter is kept (domain/links.py)."""
        super().__init__(database)
        self._sealed = sealed

    async def forget_within(self, person: Person) -> None:
        await super().forget_within(person)
        await self.execute("delete from helpfulness where voter = $1", self._sealed(f"customer:{person.id}"))
