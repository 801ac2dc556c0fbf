"""Sign-up: it opens an account for who reads the mail, and tells nobody else who has one."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from kit.data.database import PostgresStore
from kit.http.limits import Limits, TooMany
from kit.mail import Mail
from souk_user.actions.codes import Asked
from souk_user.actions.deps import Deps
from souk_user.actions.entering import Entered, log_in
from souk_user.actions.signing_up import ask_sign_up, sign_up_by_code
from souk_user.domain.accounts import Credentials, EmailTaken, WeakPassword
from souk_user.domain.codes import WrongCode
from souk_user.domain.devices import Client
from souk_user.domain.emails import EmailUnusable
from souk_user.ports.tools import PasswordHashes
from souk_user.storage import PostgresUsers
from souk_user.testing.memory import MemoryUsers
from souk_user.testing.people import read_code, sign_up, signs_up
from testkit.clients import Caller, ServiceClient
from testkit.clock import ManualClock
from testkit.mail import rendered
from testkit.statements import CountedDatabase

ASHA = Credentials("asha@souk.example", "korb-9-regen")
NEWCOMER = Credentials("newcomer@souk.example", "korb-9-regen")
HERE, ELSEWHERE = Client("192.0.2.1"), Client("192.0.2.2")


def mails(deps: Deps) -> list[Mail]:
    assert isinstance(deps.users, MemoryUsers)
    return deps.users.rows.posted


@dataclass
class CountedHashes:
    """Counts what takes long enough to be measured from outside."""

    behind: PasswordHashes
    done: int = 0

    async def hash(self, password: str) -> str:
        self.done += 1
        return await self.behind.hash(password)

    async def matches(self, password: str, kept: str | None) -> bool:
        self.done += 1
        return await self.behind.matches(password, kept)

    def is_outdated(self, kept: str) -> bool:
        return self.behind.is_outdated(kept)


@pytest.fixture
async def counted(database_of: Any) -> AsyncIterator[CountedDatabase]:
    async with CountedDatabase((await database_of("user")).url) as database:
        yield database


async def test_who_types_the_code_has_an_account_with_a_proved_address_and_is_signed_in(deps: Deps) -> None:
    ticket = await ask_sign_up(deps, replace(ASHA, email=" ASHA@souk.example"), "Asha Rao", HERE)
    assert await deps.users.find_account("customer", ASHA.email) is None

    code = await read_code(deps.users, ticket.id)
    entered = await sign_up_by_code(deps, Asked("customer", ticket, HERE), code)

    assert (entered.account.email, entered.account.name) == (ASHA.email, "Asha Rao")
    assert entered.account.email_verified_at == deps.clock.now()
    assert (await log_in(deps, "customer", ASHA, ELSEWHERE)).account == entered.account


async def test_both_ways_hash_as_often_and_ask_the_database_the_same(deps: Deps, counted: CountedDatabase) -> None:
    hashes = CountedHashes(deps.passwords)
    deps = replace(deps, users=PostgresUsers(counted), limits=Limits(counted), passwords=hashes)
    await sign_up(deps, ASHA, "Asha Rao", ELSEWHERE)

    async def work(credentials: Credentials) -> tuple[int, list[str]]:
        hashes.done = 0
        counted.sent.clear()
        await ask_sign_up(deps, credentials, "Asha Rao", HERE)
        return hashes.done, [re.sub(r"\s+", " ", sql) for sql in counted.sent]

    known, unknown = await work(ASHA), await work(NEWCOMER)

    assert known == unknown
    assert known[0] == 1
    assert len(known[1]) > 0


async def test_the_owner_is_told_and_no_code_opens_a_second_account(deps: Deps) -> None:
    await sign_up(deps, ASHA, "Asha Rao", HERE)

    ticket = await ask_sign_up(deps, replace(ASHA, password="thiefs-9-choice"), "Thief", ELSEWHERE)

    assert [(mail.kind, mail.to, mail.code_until) for mail in mails(deps)] == [("account-exists", ASHA.email, None)]
    said = rendered("user", mails(deps)[0]).text
    assert "Asha Rao" in said
    assert "/login" in said
    assert not re.search(r"\b\d{6}\b", said)
    for guess in ("", "000000"):
        with pytest.raises(WrongCode):
            await sign_up_by_code(deps, Asked("customer", ticket, ELSEWHERE), guess)
    await log_in(deps, "customer", ASHA, HERE)


async def test_a_mail_to_an_unproved_address_has_no_word_of_who_signed_up(deps: Deps) -> None:
    await ask_sign_up(deps, NEWCOMER, "Buy at http://evil.example", HERE)

    said = rendered("user", mails(deps)[0])

    assert str(mails(deps)[0].facts["code"]) in said.text
    assert "evil" not in f"{said.subject} {said.text} {said.html}"


async def test_a_code_is_good_in_the_browser_that_signed_up_and_for_nothing_else(deps: Deps) -> None:
    ticket = await ask_sign_up(deps, ASHA, "Asha Rao", HERE)
    code = await read_code(deps.users, ticket.id)

    for other in (None, replace(ticket, secret="guessed")):
        with pytest.raises(WrongCode):
            await sign_up_by_code(deps, Asked("customer", other, HERE), code)
    with pytest.raises(WrongCode):
        await sign_up_by_code(deps, Asked("seller", ticket, HERE), code)


async def test_of_codes_typed_at_once_for_one_address_one_opens_the_account(
    real_deps: Deps, users: PostgresUsers
) -> None:
    spelt = [ASHA, replace(ASHA, email="Asha@souk.example")] * 2
    tickets = [await ask_sign_up(real_deps, each, "Asha", HERE) for each in spelt]
    codes = [await read_code(users, ticket.id) for ticket in tickets]

    outcomes = await asyncio.gather(
        *(
            sign_up_by_code(real_deps, Asked("customer", ticket, HERE), code)
            for ticket, code in zip(tickets, codes, strict=True)
        ),
        return_exceptions=True,
    )

    assert sum(isinstance(outcome, Entered) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, EmailTaken) for outcome in outcomes) == 3
    assert await users.fetchval("select count(*) from sessions") == 1


async def test_a_code_that_waited_ten_minutes_opens_nothing(deps: Deps, clock: ManualClock) -> None:
    ticket = await ask_sign_up(deps, ASHA, "Asha Rao", HERE)
    clock.advance(minutes=10)

    with pytest.raises(WrongCode):
        await sign_up_by_code(deps, Asked("customer", ticket, HERE), await read_code(deps.users, ticket.id))


async def test_one_address_may_not_sign_up_without_end(strict: Deps) -> None:
    for each in range(2):
        await ask_sign_up(strict, replace(ASHA, email=f"{each}@souk.example"), "Asha", HERE)

    with pytest.raises(TooMany):
        await ask_sign_up(strict, replace(ASHA, email="3@souk.example"), "Asha", HERE)
    await ask_sign_up(strict, replace(ASHA, email="3@souk.example"), "Asha", ELSEWHERE)


async def test_nobodys_mailbox_is_filled_by_sign_ups(deps: Deps) -> None:
    for number in range(deps.code_limits.per_contact):
        await ask_sign_up(deps, ASHA, "Asha", Client(f"192.0.2.{number + 10}"))

    with pytest.raises(TooMany):
        await ask_sign_up(deps, ASHA, "Asha", HERE)


async def test_a_weak_password_and_an_address_that_is_none_are_refused_before_anything_is_kept(deps: Deps) -> None:
    with pytest.raises(WeakPassword):
        await ask_sign_up(deps, replace(ASHA, password="iloveyou1"), "Asha", HERE)
    with pytest.raises(EmailUnusable):
        await ask_sign_up(deps, replace(ASHA, email="asha@-shop-.example"), "Asha", HERE)

    assert mails(deps) == []


async def test_the_answer_is_the_same_to_the_byte_for_a_taken_address(client: ServiceClient) -> None:
    browser = client.with_headers({"sec-fetch-site": "same-origin"})
    asha = {"name": "Asha Rao", "email": ASHA.email, "password": ASHA.password}
    assert (await signs_up(browser, client.deps.users, asha)).status_code == 201

    taken = await browser.post("/auth/customer/sign-up", json={**asha, "email": "ASHA@souk.example"})
    free = await browser.post("/auth/customer/sign-up", json={**asha, "email": NEWCOMER.email})
    weak = await browser.post("/auth/customer/sign-up", json={**asha, "password": "iloveyou1"})

    assert (taken.status_code, taken.text) == (free.status_code, free.text) == (202, '{"expires_in":600}')
    assert len(taken.headers["set-cookie"]) == len(free.headers["set-cookie"])
    assert set(taken.headers) == set(free.headers)
    assert (weak.status_code, weak.json()["type"]) == (422, "urn:souk:weak-password")
    wrong = await typed(client, taken.headers["set-cookie"], "000000")
    assert (wrong.status_code, wrong.json()["type"]) == (401, "urn:souk:wrong-code")


async def typed(client: ServiceClient, cookie: str, code: str) -> Any:
    browser: Caller = client.with_headers({"sec-fetch-site": "same-origin", "cookie": cookie.partition(";")[0]})
    return await browser.post("/auth/customer/codes/sign-up", json={"code": code})


async def test_what_waits_for_a_code_is_kept_as_a_hash_alone(real_deps: Deps, users: PostgresStore) -> None:
    await ask_sign_up(real_deps, ASHA, "Asha", HERE)

    row = str(await users.fetchrow("select * from codes"))

    assert ASHA.password not in row
    assert "$argon2id$" in row


async def test_a_code_is_in_the_pages_language_and_what_follows_in_that_of_the_last_sign_in(deps: Deps) -> None:
    hindi, arabic = replace(HERE, language="hi-IN"), replace(ELSEWHERE, language="ar")
    ticket = await ask_sign_up(deps, ASHA, "Asha", hindi)
    code = str(mails(deps)[-1].facts["code"])
    entered = await sign_up_by_code(deps, Asked("customer", ticket, hindi), code)
    await log_in(deps, "customer", ASHA, arabic)
    await ask_sign_up(deps, ASHA, "Asha again", HERE)

    first, exists = (rendered("user", mail) for mail in mails(deps))

    assert entered.account.language == "hi-IN"
    assert first.subject == f"{code} से आपका खाता खुलेगा"
    assert exists.subject == "لديك حساب بالفعل"
