"""Codes to sign in: who gets one, what it opens, and how often it may be guessed."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from kit.http.limits import TooMany
from kit.mail import Channel
from souk_user.actions.codes import forget_old_codes
from souk_user.actions.deps import Deps
from souk_user.actions.entering import Entered
from souk_user.actions.proving import (
    ask_code,
    change_contact,
    log_in_by_code,
    reset_password,
)
from souk_user.actions.sessions import refresh
from souk_user.domain.codes import (
    MOST_TRIES,
    Contact,
    Purpose,
    WrongCode,
)
from souk_user.domain.devices import Client
from souk_user.storage import PostgresUsers
from souk_user.testing.codes import ASHA, AT_ASHA, ELSEWHERE, HERE, asha, asked, asks, mails, sent, wrong
from souk_user.testing.people import whole
from testkit.clock import ManualClock


async def test_who_reads_the_mail_logs_in_and_has_a_verified_address(deps: Deps) -> None:
    account = (await asha(deps)).account
    ticket = await asks(deps)

    entered = whole(await log_in_by_code(deps, asked(ticket), f" {sent(deps)[:3]}-{sent(deps)[3:]} "))

    assert entered.account.id == account.id
    assert entered.account.email_verified_at == deps.clock.now()
    await refresh(deps, "customer", entered.tokens.refresh)


async def test_a_code_is_good_once(deps: Deps) -> None:
    await asha(deps)
    ticket = await asks(deps)
    await log_in_by_code(deps, asked(ticket), sent(deps))

    with pytest.raises(WrongCode):
        await log_in_by_code(deps, asked(ticket), sent(deps))


async def test_a_code_is_good_in_the_browser_that_asked_and_nowhere_else(deps: Deps) -> None:
    await asha(deps)
    ticket = await asks(deps)

    for other in (None, replace(ticket, secret="guessed"), await asks(deps, client=ELSEWHERE)):
        with pytest.raises(WrongCode):
            await log_in_by_code(deps, asked(other), str(mails(deps)[0].facts["code"]))
    await log_in_by_code(deps, asked(ticket), str(mails(deps)[0].facts["code"]))


async def test_a_code_is_good_for_ten_minutes(deps: Deps, clock: ManualClock) -> None:
    await asha(deps)
    ticket = await asks(deps)
    clock.advance(minutes=10)

    with pytest.raises(WrongCode):
        await log_in_by_code(deps, asked(ticket), sent(deps))


async def test_a_code_opens_only_what_it_was_asked_for(deps: Deps) -> None:
    account = (await asha(deps)).account
    ticket = await asks(deps, Purpose.LOG_IN)

    with pytest.raises(WrongCode):
        await reset_password(deps, asked(ticket), sent(deps), "neue-9-worte")
    with pytest.raises(WrongCode):
        await change_contact(deps, account.id, asked(ticket), sent(deps))
    with pytest.raises(WrongCode):
        await log_in_by_code(deps, replace(asked(ticket), user_type="admin"), sent(deps))


async def test_the_sixth_guess_is_not_looked_at(deps: Deps) -> None:
    await asha(deps)
    ticket = await asks(deps)
    for _ in range(MOST_TRIES):
        with pytest.raises(WrongCode):
            await log_in_by_code(deps, asked(ticket), wrong(sent(deps)))

    with pytest.raises(WrongCode):
        await log_in_by_code(deps, asked(ticket), sent(deps))


async def test_guesses_at_once_are_counted_one_by_one(real_deps: Deps, users: PostgresUsers) -> None:
    await asha(real_deps)
    ticket = await asks(real_deps)
    code = await users.fetchval("select facts ->> 'code' from kit_mails")
    guesses = [wrong(code)] * 8 + [code] * 4

    outcomes = await asyncio.gather(
        *(log_in_by_code(real_deps, asked(ticket), guess) for guess in guesses), return_exceptions=True
    )

    assert sum(isinstance(outcome, Entered) for outcome in outcomes) <= 1
    assert sum(isinstance(outcome, WrongCode) for outcome in outcomes) >= 11
    assert await users.fetchval("select max(tries) from codes") <= MOST_TRIES


async def test_an_address_without_an_account_is_answered_alike_and_nobody_is_written_to(
    real_deps: Deps, users: PostgresUsers
) -> None:
    await asha(real_deps)

    known = await asks(real_deps)
    unknown = await asks(real_deps, contact=Contact(Channel.MAIL, "nobody@souk.example"))

    assert len(str(known)) == len(str(unknown))
    assert await users.fetchval("select count(*) from codes where purpose = 'log-in'") == 2
    assert await users.fetchval("select string_agg(address, ' ') from kit_mails") == ASHA.email
    with pytest.raises(WrongCode):
        await log_in_by_code(real_deps, asked(unknown), "000000")


async def test_only_hashes_of_codes_are_kept(real_deps: Deps, users: PostgresUsers) -> None:
    await asha(real_deps)
    ticket = await asks(real_deps)
    code = await users.fetchval("select facts ->> 'code' from kit_mails")

    row = str(await users.fetchrow("select * from codes where id = $1", ticket.id))

    assert ticket.secret not in row
    assert f"'{code}'" not in row


async def test_strangers_use_up_their_own_codes_and_never_those_of_a_device_that_is_known(deps: Deps) -> None:
    device = (await asha(deps)).device
    for number in range(deps.code_limits.per_contact - 1):  # the first was for the sign-up
        await asks(deps, client=Client(f"192.0.2.{number + 10}"))
    with pytest.raises(TooMany):
        await asks(deps, client=Client("192.0.2.250"))

    ticket = await ask_code(deps, Purpose.LOG_IN, "customer", AT_ASHA, replace(HERE, device=device))

    await log_in_by_code(deps, asked(ticket), sent(deps))


async def test_one_address_may_not_ask_without_end(deps: Deps) -> None:
    for _ in range(deps.code_limits.per_pair):
        await asks(deps)

    with pytest.raises(TooMany):
        await asks(deps)


async def test_old_codes_are_forgotten(deps: Deps, clock: ManualClock) -> None:
    ticket = await asks(deps)
    clock.advance(minutes=25)

    await forget_old_codes(deps)

    assert await deps.users.find_code(ticket.id) is None
