"""Which logins open an account: its owner says so, with the password or by signing in; an address alone does not."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from kit.mail import Channel
from souk_user.actions import proving
from souk_user.actions.deps import Deps
from souk_user.actions.entering import log_in
from souk_user.actions.providers import begin, come_in, link_waiting, unlink
from souk_user.domain.accounts import Credentials, NoPassword
from souk_user.domain.codes import Contact, Purpose
from souk_user.domain.providers import (
    EmailNotVerified,
    LinkedElsewhere,
    LinkNeeded,
    ProviderLoginOver,
)
from souk_user.domain.sessions import SessionOver, WrongCredentials
from souk_user.testing.codes import ASHA, HERE, asha, asked, asks, mails, sent
from souk_user.testing.coming_back import back, comes, links, taking_logins, user_of
from souk_user.testing.people import whole
from souk_user.testing.provider import LocalProvider
from testkit.clock import ManualClock


@pytest.fixture
def deps(deps: Deps, local: LocalProvider, clock: ManualClock) -> Deps:
    return taking_logins(deps, local, clock)


def letters(deps: Deps) -> list[str]:
    return [mail.kind for mail in mails(deps)]


async def test_an_account_without_a_password_opens_by_none_until_a_code_has_set_one(
    deps: Deps, local: LocalProvider
) -> None:
    user = await user_of(deps, whole(await comes(deps, local)))
    (linked,) = await deps.users.list_linked_logins(user.id)
    for password in ("", "None", ASHA.password):
        with pytest.raises(WrongCredentials):
            await log_in(deps, "customer", Credentials(ASHA.email, password), HERE)
    with pytest.raises(NoPassword):  # or the last way in would go
        await unlink(deps, user, linked.id, ASHA.password)

    ticket = await asks(deps, Purpose.RESET)
    entered = whole(await proving.reset_password(deps, asked(ticket), sent(deps), ASHA.password))
    await unlink(deps, await user_of(deps, entered), linked.id, ASHA.password)

    assert letters(deps)[-1] == "login-unlinked"
    assert await deps.users.list_linked_logins(user.id) == []
    with pytest.raises(LinkNeeded):
        await comes(deps, local)
    assert whole(await log_in(deps, "customer", ASHA, HERE)).account.id == user.id


async def test_an_account_at_the_address_is_linked_once_its_owner_has_signed_in_in_that_browser(
    deps: Deps, local: LocalProvider
) -> None:
    owner = await asha(deps)
    onward = await begin(deps, "local", HERE)
    with pytest.raises(LinkNeeded) as needed:
        await come_in(deps, "local", back(local, onward))
    user = await user_of(deps, owner)

    with pytest.raises(ProviderLoginOver):
        await link_waiting(deps, user, (await begin(deps, "local", HERE)).ticket, HERE)
    assert await deps.users.list_linked_logins(user.id) == []
    await link_waiting(deps, user, onward.ticket, HERE)

    assert needed.value.facts["email"] == ASHA.email
    assert letters(deps)[-1] == "login-linked"
    assert whole(await comes(deps, local)).account.id == user.id
    with pytest.raises(ProviderLoginOver):
        await link_waiting(deps, user, onward.ticket, HERE)


async def test_what_waits_for_one_account_is_not_linked_to_another_nor_for_ever(
    deps: Deps, local: LocalProvider, clock: ManualClock
) -> None:
    owner = await asha(deps)
    onward = await begin(deps, "local", HERE)
    with pytest.raises(LinkNeeded):
        await come_in(deps, "local", back(local, onward))
    local.person = {**local.person, "sub": "2", "email": "ravi@souk.example"}
    stranger = await user_of(deps, whole(await comes(deps, local)))

    with pytest.raises(ProviderLoginOver):
        await link_waiting(deps, stranger, onward.ticket, HERE)
    clock.advance(minutes=10)
    with pytest.raises(ProviderLoginOver):
        await link_waiting(deps, await user_of(deps, owner), onward.ticket, HERE)


@pytest.mark.parametrize("verified", [False, "true", None])
async def test_an_address_that_nobody_vouches_for_opens_links_and_makes_nothing(
    deps: Deps, local: LocalProvider, verified: object
) -> None:
    local.person["email_verified"] = verified
    with pytest.raises(EmailNotVerified):
        await comes(deps, local)
    assert await deps.users.find_account("customer", ASHA.email) is None

    user = await user_of(deps, await asha(deps))
    onward = await begin(deps, "local", HERE)
    with pytest.raises(EmailNotVerified):
        await come_in(deps, "local", back(local, onward))
    with pytest.raises(ProviderLoginOver):
        await link_waiting(deps, user, onward.ticket, HERE)
    with pytest.raises(EmailNotVerified):
        await links(deps, local, user)
    assert await deps.users.list_linked_logins(user.id) == []


async def test_a_signed_in_customer_links_with_the_password_and_with_a_session_that_lives(
    deps: Deps, local: LocalProvider
) -> None:
    user = await user_of(deps, await asha(deps))
    with pytest.raises(WrongCredentials):
        await links(deps, local, user, "not-hers-at-all")
    with pytest.raises(SessionOver):
        await links(deps, local, replace(user, session_id=uuid4()))
    local.person["email"] = "asha.rao@souk.example"  # she has another one there

    await links(deps, local, user)

    assert whole(await comes(deps, local)).account.id == user.id
    assert await deps.users.find_account("customer", "asha.rao@souk.example") is None


async def test_a_login_that_opens_another_account_is_not_taken_from_it(deps: Deps, local: LocalProvider) -> None:
    first = whole(await comes(deps, local))
    local.person |= {"sub": "2", "email": "ravi@souk.example"}
    second = await user_of(deps, whole(await comes(deps, local)))
    ticket = await asks(deps, Purpose.RESET, Contact(Channel.MAIL, "ravi@souk.example"))
    second = await user_of(deps, whole(await proving.reset_password(deps, asked(ticket), sent(deps), ASHA.password)))
    local.person["sub"] = "248289761001"

    with pytest.raises(LinkedElsewhere):
        await links(deps, local, second)

    assert whole(await comes(deps, local)).account == first.account
