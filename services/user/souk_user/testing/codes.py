"""Asha, who gets codes and types them, for tests that run in memory."""

from __future__ import annotations

from kit.mail import Channel, Mail
from souk_user.actions.codes import Asked
from souk_user.actions.deps import Deps
from souk_user.actions.entering import Entered
from souk_user.actions.proving import ask_code
from souk_user.domain.accounts import Credentials
from souk_user.domain.codes import Contact, Purpose, Ticket
from souk_user.domain.devices import Client
from souk_user.testing.memory import MemoryUsers
from souk_user.testing.people import sign_up

ASHA = Credentials("asha@souk.example", "korb-9-regen")
AT_ASHA = Contact(Channel.MAIL, ASHA.email)
HERE, ELSEWHERE = Client("192.0.2.1"), Client("192.0.2.2")


async def asha(deps: Deps) -> Entered:
    return await sign_up(deps, ASHA, "Asha Rao", HERE)


def mails(deps: Deps) -> list[Mail]:
    assert isinstance(deps.users, MemoryUsers)
    return deps.users.rows.posted


def sent(deps: Deps) -> str:
    return str(mails(deps)[-1].facts["code"])


def asked(ticket: Ticket | None, client: Client = HERE) -> Asked:
    return Asked("customer", ticket, client)


async def asks(
    deps: Deps, purpose: Purpose = Purpose.LOG_IN, contact: Contact = AT_ASHA, client: Client = HERE
) -> Ticket:
    return await ask_code(deps, purpose, "customer", contact, client)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"
