"""Accounts as people open them, for tests that begin with one."""

from __future__ import annotations

from typing import cast
from uuid import UUID

import httpx

from kit.data.database import PostgresStore
from souk_user.actions.codes import Asked
from souk_user.actions.deps import Deps
from souk_user.actions.entering import Entered, Pending
from souk_user.actions.signing_up import ask_sign_up, sign_up_by_code
from souk_user.domain.accounts import Credentials
from souk_user.domain.devices import Client
from souk_user.testing.memory import MemoryUsers


async def sign_up(deps: Deps, credentials: Credentials, name: str, client: Client) -> Entered:
    """Both steps; the mail between them is read and gone."""
    ticket = await ask_sign_up(deps, credentials, name, client)
    code = await read_code(deps.users, ticket.id)
    return await sign_up_by_code(deps, Asked("customer", ticket, client), code)


async def signs_up(browser: httpx.AsyncClient, users: object, account: dict[str, str]) -> httpx.Response:
    """Over HTTP: the answer to the second step, with the cookies of who is signed in."""
    asked = await browser.post("/auth/customer/sign-up", json=account)
    assert asked.status_code == 202, asked.text
    ticket = asked.headers["set-cookie"].partition(";")[0]
    code = await read_code(users, UUID(ticket.partition("=")[2].partition(".")[0]))
    return await browser.post("/auth/customer/codes/sign-up", json={"code": code}, headers={"cookie": ticket})


async def read_code(users: object, code_id: UUID) -> str:
    """Out of the mailbox, where nothing is left of it; empty for who was written something else."""
    if isinstance(users, MemoryUsers):
        mail = next(each for each in users.rows.posted if each.id == code_id)
        users.rows.posted.remove(mail)
        return str(mail.facts.get("code", ""))
    taken = "delete from kit_mails where id = $1 returning facts ->> 'code'"
    return cast("str | None", await cast("PostgresStore", users).fetchval(taken, code_id)) or ""


def whole(outcome: Entered | Pending) -> Entered:
    """A login that asks for no second factor."""
    assert isinstance(outcome, Entered), outcome
    return outcome
