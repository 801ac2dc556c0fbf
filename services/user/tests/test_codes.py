"""Codes by mail and text message: who gets one, what it opens, and how often it may be guessed."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from kit.http.limits import TooMany
from kit.mail import Channel, Mail
from souk_user.actions.codes import Asked, forget_old_codes
from souk_user.actions.deps import Deps
from souk_user.actions.entering import Entered, log_in
from souk_user.actions.profile import change_profile
from souk_user.actions.proving import (
    ask_code,
    ask_contact,
    change_contact,
    log_in_by_code,
    reset_password,
)
from souk_user.actions.sessions import refresh
from souk_user.domain.accounts import Credentials, EmailTaken, WeakPassword
from souk_user.domain.codes import (
    MOST_TRIES,
    Contact,
    NoTextMessages,
    PhoneTaken,
    Purpose,
    Ticket,
    WrongCode,
    canonical_phone,
)
from souk_user.domain.devices import Client
from souk_user.domain.sessions import SessionOver, WrongCredentials
from souk_user.storage import PostgresUsers
from souk_user.testing.memory import MemoryUsers
from souk_user.testing.people import sign_up
from testkit.clock import ManualClock
from testkit.mail import rendered

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


async def test_who_reads_the_mail_logs_in_and_has_a_verified_address(deps: Deps) -> None:
    account = (await asha(deps)).account
    ticket = await asks(deps)

    entered = await log_in_by_code(deps, asked(ticket), f" {sent(deps)[:3]}-{sent(deps)[3:]} ")

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

    row = str(await users.fetchrow("select * from codes where id = $1", ticket.code_id))

    assert ticket.secret not in row
    assert f"'{code}'" not in row


async def test_a_new_password_ends_all_sessions_and_says_so(deps: Deps) -> None:
    before = await asha(deps)
    ticket = await asks(deps, Purpose.RESET)

    entered = await reset_password(deps, asked(ticket), sent(deps), "neue-9-worte")

    with pytest.raises(SessionOver):
        await refresh(deps, "customer", before.tokens.refresh)
    await refresh(deps, "customer", entered.tokens.refresh)
    with pytest.raises(WrongCredentials):
        await log_in(deps, "customer", ASHA, HERE)
    await log_in(deps, "customer", replace(ASHA, password="neue-9-worte"), HERE)
    assert [mail.kind for mail in mails(deps)] == ["reset-code", "password-changed"]


async def test_a_weak_password_uses_up_no_code(deps: Deps) -> None:
    await asha(deps)
    ticket = await asks(deps, Purpose.RESET)

    for weak in ("iloveyou1", ASHA.email, "short"):
        with pytest.raises(WeakPassword):
            await reset_password(deps, asked(ticket), sent(deps), weak)

    await reset_password(deps, asked(ticket), sent(deps), "neue-9-worte")


async def test_a_new_address_is_proved_and_the_old_one_is_told(deps: Deps) -> None:
    account = (await asha(deps)).account
    new = Contact(Channel.MAIL, "rao@souk.example")
    ticket = await ask_contact(deps, account.id, new, ASHA.password, HERE)
    assert mails(deps)[-1].to == new.address

    changed = await change_contact(deps, account.id, asked(ticket), sent(deps))

    assert (changed.email, changed.email_verified_at) == (new.address, deps.clock.now())
    assert (mails(deps)[-1].kind, mails(deps)[-1].to) == ("email-changed", ASHA.email)
    assert new.address not in str(mails(deps)[-1].facts)


async def test_an_address_changes_only_with_the_password(deps: Deps) -> None:
    account = (await asha(deps)).account

    with pytest.raises(WrongCredentials):
        await ask_contact(deps, account.id, Contact(Channel.MAIL, "thief@souk.example"), "wrong-password", HERE)

    assert mails(deps) == []


async def test_an_address_of_another_account_is_refused_to_who_reads_it_and_to_nobody_before(deps: Deps) -> None:
    account = (await asha(deps)).account
    taken = (await sign_up(deps, replace(ASHA, email="ravi@souk.example"), "Ravi", HERE)).account

    ticket = await ask_contact(deps, account.id, Contact(Channel.MAIL, taken.email), ASHA.password, HERE)

    with pytest.raises(EmailTaken):
        await change_contact(deps, account.id, asked(ticket), sent(deps))


async def test_a_proved_phone_logs_in_until_it_is_another(deps: Deps) -> None:
    account = (await asha(deps)).account
    phone = Contact(Channel.TEXT, "919800000000")
    await asks(deps, contact=phone)
    assert mails(deps) == []
    ticket = await ask_contact(deps, account.id, phone, ASHA.password, HERE)
    await change_contact(deps, account.id, asked(ticket), sent(deps))

    ticket = await asks(deps, contact=phone)
    entered = await log_in_by_code(deps, asked(ticket), sent(deps))
    await change_profile(deps, account.id, {"phone": "+91 98111 11111"})
    await asks(deps, contact=phone)

    assert entered.account.id == account.id
    assert [mail.kind for mail in mails(deps)] == ["contact-code", "log-in-code"]


async def test_a_phone_opens_one_account(deps: Deps) -> None:
    first = (await asha(deps)).account
    second = (await sign_up(deps, replace(ASHA, email="ravi@souk.example"), "Ravi", HERE)).account
    phone = Contact(Channel.TEXT, "919800000000")
    await change_contact(
        deps, first.id, asked(await ask_contact(deps, first.id, phone, ASHA.password, HERE)), sent(deps)
    )

    ticket = await ask_contact(deps, second.id, phone, ASHA.password, HERE)

    with pytest.raises(PhoneTaken):
        await change_contact(deps, second.id, asked(ticket), sent(deps))


async def test_a_shop_without_a_gateway_for_text_messages_says_so(deps: Deps) -> None:
    with pytest.raises(NoTextMessages):
        await asks(replace(deps, sends_text_messages=False), contact=Contact(Channel.TEXT, "919800000000"))


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

    assert await deps.users.find_code(ticket.code_id) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("+91 98000 00000", "919800000000"), ("98000-00000", "919800000000"), ("098000 00000", "919800000000")],
)
def test_a_phone_number_has_one_spelling(typed: str, kept: str) -> None:
    assert canonical_phone(typed, "91") == kept


async def test_every_letter_says_what_it_is_about(deps: Deps) -> None:
    account = (await asha(deps)).account
    for purpose in (Purpose.LOG_IN, Purpose.RESET):
        await asks(deps, purpose)
    ticket = await ask_contact(deps, account.id, Contact(Channel.MAIL, "new@souk.example"), ASHA.password, HERE)
    await change_contact(deps, account.id, asked(ticket), sent(deps))
    await reset_password(
        deps,
        asked(await asks(deps, Purpose.RESET, Contact(Channel.MAIL, "new@souk.example"))),
        sent(deps),
        "neue-9-worte",
    )

    for mail in mails(deps):
        said = rendered("user", mail)
        assert "Asha Rao" in said.text
        if code := mail.facts.get("code"):
            assert str(code) in said.text
            assert mail.code_until is not None
    phone = next(mail for mail in mails(deps) if mail.kind == "log-in-code")
    said = rendered("user", replace(phone, channel=Channel.TEXT, to="919800000000"))
    assert len(said.text) < 160
