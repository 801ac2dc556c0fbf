"""A service that writes people, and exists only in tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kit.clock import SystemClock
from kit.data.database import Database
from kit.mail import Mail
from kit.mailing.message import Letterhead
from kit.mailing.postman import Patience, Postman
from kit.mailing.smtp import SmtpCarrier, SmtpServer
from kit.mailing.storage import Mails
from kit.mailing.templates import Shop, Templates
from kit.tests.bells import doing
from testkit.waiting import until

TEMPLATES = Templates(Path(__file__).parent / "mails", Shop("Souk", "http://localhost:8888", "en-IN", "Asia/Kolkata"))
HEAD = Letterhead("Souk", "hello@souk.example", "sms.localhost")
IMPATIENT = Patience(send_s=20, lease_s=30, first_pause_s=0.05, longest_rest_s=0.1, poll_s=0.05)
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
