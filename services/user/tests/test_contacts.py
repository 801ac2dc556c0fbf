"""Codes that prove a new address or phone, and what is written about a change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kit.mail import Channel
from souk_user.actions.deps import Deps
from souk_user.actions.profile import change_profile
from souk_user.actions.proving import (
    ask_contact,
    change_contact,
    log_in_by_code,
    reset_password,
)
from souk_user.domain.accounts import EmailTaken
from souk_user.domain.codes import (
    Contact,
    NoTextMessages,
    PhoneTaken,
    Purpose,
    canonical_phone,
)
from souk_user.domain.sessions import WrongCredentials
from souk_user.testing.codes import ASHA, HERE, asha, asked, asks, mails, sent
from souk_user.testing.people import sign_up
from testkit.mail import rendered


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
