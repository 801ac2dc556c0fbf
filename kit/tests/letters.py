"""A service that writes people, and exists only in tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
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

TEMPLATES = Templates(Path(__file__).parent / "mails", Shop("Souk", "http://localhost:8888", "en-IN", "Asia/Kolkata"))
HEAD = Letterhead("Souk", "hello@souk.example", "sms.localhost")
IMPATIENT = Patience(send_s=20, lease_s=30, first_pause_s=0.05, longest_rest_s=0.1, poll_s=0.05)
FACTS = {"at": "2026-11-26T20:00:00+00:00", "price": {"amount": 12_345_600, "currency": "INR"}, "code": "123456"}


def a_mail(**changes: Any) -> Mail:
    return replace(Mail("bell-rang", "asha@souk.example", FACTS, name="Asha"), **changes)


async def post(database: Database, *mails: Mail) -> None:
    async with Mails(database).transaction() as posting:
        for mail in mails:
            await posting.post(mail)


def a_postman(database: Database, port: int, patience: Patience = IMPATIENT, answer_s: float = 5.0) -> Postman:
    server = SmtpServer("127.0.0.1", port, "none", None, None, answer_s)
    return Postman(database, TEMPLATES, HEAD, lambda: SmtpCarrier(server, "souk.example"), SystemClock(), patience)


@asynccontextmanager
async def delivering(postman: Postman) -> AsyncIterator[None]:
    async with doing(postman.run()) as (running,):
        yield
        assert not running.done(), running.exception()


async def states(database: Database) -> dict[str, int]:
    rows = await Mails(database).fetch("select state, count(*) as many from kit_mails group by state")
    return {row["state"]: row["many"] for row in rows}
