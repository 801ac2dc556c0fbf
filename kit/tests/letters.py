"""A service that writes people, and exists only in tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kit.clock import SystemClock
from kit.data.database import Database
from kit.mail import Mail
from kit.mailing.message import Envelope, Letterhead
from kit.mailing.postman import Patience, Postman
from kit.mailing.smtp import SmtpCarrier, SmtpServer
from kit.mailing.storage import Mails
from kit.mailing.templates import Shop, Templates
from kit.tests.bells import doing
from testkit.waiting import until

TEMPLATES = Templates(Path(__file__).parent / "mails", Shop("Souk", "http://localhost:8888", "en-IN", "Asia/Kolkata"))
HEAD = Letterhead("Souk", "hello@souk.example", "sms.localhost")
IMPATIENT = Patience(send_s=20, lease_s=30, first_pause_s=0.05, longest_rest_s=0.1, poll_s=0.05)
# As the release before this one takes a mail.
TAKEN_BEFORE = """
    with due as (
        select id, under_way from kit_mails where state = 'waiting' and next_try_at <= now()
         order by next_try_at limit 1 for update skip locked
    ) update kit_mails m set under_way = true, tries = m.tries + 1, next_try_at = now() + make_interval(secs => 120)
        from due where m.id = due.id returning m.id, due.under_way"""
IN_HAND = "select count(*) from kit_mails where under_way and tries = 1 and next_try_at > now() + interval '20 seconds'"
UNTOUCHED = "select count(*) from kit_mails where not under_way and tries = 0 and next_try_at <= clock_timestamp()"
# Looks into the table when it begins, and where it must.
RESTING = replace(IMPATIENT, poll_s=60.0)
FACTS = {"at": "2026-11-26T20:00:00+00:00", "price": {"amount": 12_345_600, "currency": "INR"}, "code": "123456"}


def a_mail(**changes: Any) -> Mail:
    return replace(Mail("bell-rang", "asha@souk.example", FACTS, name="Asha"), **changes)


async def post(database: Database, *mails: Mail) -> None:
    async with Mails(database).transaction() as posting:
        for mail in mails:
            await posting.post(mail)


def a_postman(
    database: Database,
    port: int,
    patience: Patience = IMPATIENT,
    answer_s: float = 5.0,
    carrier: type[SmtpCarrier] = SmtpCarrier,
) -> Postman:
    server = SmtpServer("127.0.0.1", port, "none", None, None, answer_s)
    return Postman(database, TEMPLATES, HEAD, lambda: carrier(server, "souk.example"), SystemClock(), patience)


@asynccontextmanager
async def delivering(postman: Postman) -> AsyncIterator[None]:
    async with doing(postman.run()) as (running,):
        yield
        assert not running.done(), running.exception()


async def at_rest(database: Database) -> None:
    """Its postmen have looked into the table, and take what is posted from now on."""
    await until(lambda: database.trays and all(tray.room() for tray in database.trays))


async def states(database: Database) -> dict[str, int]:
    rows = await Mails(database).fetch("select state, count(*) as many from kit_mails group by state")
    return {row["state"]: row["many"] for row in rows}


def reaches(database: Database, **wanted: int) -> Callable[[], Awaitable[bool]]:
    async def reached() -> bool:
        return await states(database) == wanted

    return reached


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(minutes=10)


def waiting_for(event: asyncio.Event, waiting: list[Envelope] | None = None) -> type[SmtpCarrier]:
    class Waiting(SmtpCarrier):
        async def carry(self, envelope: Envelope) -> None:
            if waiting is not None:
                waiting.append(envelope)
            await event.wait()
            await super().carry(envelope)

    return Waiting


async def count_of(database: Database, question: str) -> int:
    return await Mails(database).fetchval(question)


async def take_as_before(database: Database) -> list[object]:
    return [*await Mails(database).fetch(TAKEN_BEFORE)]
