"""People in a service's tables: its own are named by the service, kit's are known here (kit/people.py).

class CartPeople(PostgresPeople):
    sections = (Section("bags", "select c.id::text, jsonb_build_object(…) from carts c, person where …"),)
    forgetting = ("delete from carts where owner = 'customer:' || $1::uuid",)
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from kit.data.database import PostgresStore
from kit.data.housekeeping import OldRows
from kit.errors import Kind, SoukError
from kit.people import Business, Held, HeldItem, Person, UnderWay

MOST_UNDER_WAY: Final = 20
# Who was forgotten is known by a hash, for longer than a stream keeps what was announced of them (7 days).
FORGOTTEN = OldRows("kit_forgotten", by="at", where="at < now() - interval '30 days'")


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of rows that are somebody's."""

    name: str
    # SQL that gives (key text, item jsonb) of all of them; beside its tables it has `person` (id, email, phone).
    rows: str
    at_once: int = 100  # in one answer; fewer where items are large


OF_KIT = Section(
    "mails that wait",
    """select m.id::text, jsonb_build_object(
              'to', m.address, 'name', m.name, 'kind', m.kind, 'written_at', m.written_at)
         from kit_mails m, person where m.address in (person.email, person.phone)""",
)
# Kept answers are copies of what their own tables hold, and are gone by themselves after 48 h.
KIT_FORGETS = (
    "delete from kit_idempotency where position($1::uuid::text in caller) > 0",
    "delete from kit_dead_letters where position(convert_to($1::uuid::text, 'UTF8') in body) > 0",
    "insert into kit_forgotten (mark) values (kit_mark_of($1::uuid)) on conflict (mark) do update set at = now()",
)
PAGE = """
with person as (select $1::uuid as id, $2::text as email, $3::text as phone)
select key, item from ({rows}) held (key, item) where key > $4 order by key limit $5
"""


class HeldCursorInvalid(SoukError):
    code = "held-cursor-invalid"
    kind = Kind.INVALID

    def __init__(self) -> None:
        super().__init__("The cursor is not one that this service gave.", "Start again without a cursor.")


class PostgresPeople(PostgresStore):
    """A service derives from it and names what it holds."""

    sections: ClassVar[Sequence[Section]] = ()
    # Statements whose only parameter is the person's id, in one transaction and in this order.
    forgetting: ClassVar[Sequence[str]] = ()
    # What is not over yet, for $1 the person's id: rows of (what, number, state).
    business: ClassVar[str | None] = None

    async def held(self, person: Person, cursor: str | None) -> Held:
        """One section at a time; an answer may be empty and still have a next one."""
        sections = (*self.sections, OF_KIT)
        at, after = _position(cursor, len(sections))
        section = sections[at]
        rows = await self.fetch(
            PAGE.format(rows=section.rows),
            *(person.id, person.email, person.phone, after, section.at_once + 1),
        )
        items = [HeldItem(section=section.name, item=row["item"]) for row in rows[: section.at_once]]
        if len(rows) > section.at_once:
            return Held(items=items, next_cursor=_cursor(at, rows[section.at_once - 1]["key"]))
        return Held(items=items, next_cursor=_cursor(at + 1, "") if at + 1 < len(sections) else None)

    async def under_way(self, person: Person) -> UnderWay:
        rows = await self.fetch(f"{self.business} limit {MOST_UNDER_WAY}", person.id) if self.business else []
        return UnderWay(items=[Business(**row) for row in rows])

    async def forget(self, person: Person) -> None:
        async with self.transaction() as inside:
            await inside.forget_within(person)

    async def expire(self, now: datetime) -> None:
        return

    async def forget_within(self, person: Person) -> None:
        """Inside a transaction."""
        for statement in (*self.forgetting, *KIT_FORGETS):
            await self.execute(statement, person.id)
        await self.execute("delete from kit_mails where address = any($1::text[])", person.contacts)


def _cursor(section: int, after: str) -> str:
    return base64.urlsafe_b64encode(f"{section} {after}".encode()).decode()


def _position(cursor: str | None, sections: int) -> tuple[int, str]:
    if not cursor:
        return 0, ""
    try:
        section, _, after = base64.b64decode(cursor, altchars=b"-_", validate=True).decode().partition(" ")
        at = int(section)
    except (binascii.Error, ValueError) as error:
        raise HeldCursorInvalid from error
    if not 0 <= at < sections or "\0" in after:
        raise HeldCursorInvalid
    return at, after
