"""Customers come in by a provider; whose account is whose is proved, never guessed from an address."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from kit.http.limits import TooMany
from souk_user.actions import securing
from souk_user.actions.deps import Deps
from souk_user.actions.entering import Pending
from souk_user.actions.providers import Back, begin, begin_link, come_in, link
from souk_user.domain.accounts import EmailTaken
from souk_user.domain.codes import Ticket
from souk_user.domain.providers import (
    LinkNeeded,
    NoSuchProvider,
    ProviderLoginOver,
)
from souk_user.domain.second_factor import code_at, step_at
from souk_user.storage import PostgresUsers
from souk_user.testing.codes import ASHA, ELSEWHERE, HERE, asha, mails
from souk_user.testing.coming_back import back, comes, links, taking_logins, user_of
from souk_user.testing.people import whole
from souk_user.testing.provider import LocalProvider
from testkit.clock import ManualClock


@pytest.fixture
def deps(deps: Deps, local: LocalProvider, clock: ManualClock) -> Deps:
    return taking_logins(deps, local, clock)


def letters(deps: Deps) -> list[str]:
    return [mail.kind for mail in mails(deps)]


async def test_who_is_new_gets_an_account_and_comes_back_to_it_whatever_the_address_is_then(
    deps: Deps, local: LocalProvider, clock: ManualClock
) -> None:
    new = whole(await comes(deps, local))
    local.person |= {"email": "rao@souk.example", "email_verified": False}
    clock.advance(days=1)

    again = whole(await comes(deps, local))

    assert again.account == new.account
    assert (new.account.type, new.account.email, new.account.name) == ("customer", ASHA.email, "Asha Rao")
    assert new.account.email_verified_at
    assert new.account.password_hash is None
    (linked,) = await deps.users.list_linked_logins(new.account.id)
    assert linked.used_at - linked.linked_at == timedelta(days=1)
    assert len(await deps.users.list_sessions(new.account.id, uuid4(), clock.now())) == 2


async def test_the_way_back_is_good_once_in_its_browser_for_its_purpose_and_for_a_while(
    deps: Deps, local: LocalProvider, clock: ManualClock
) -> None:
    user = await user_of(deps, await asha(deps))
    onward, other = await begin(deps, "local", HERE), await begin(deps, "local", ELSEWHERE)
    late = await begin(deps, "local", HERE)
    linking = await begin_link(deps, user, "local", ASHA.password, HERE)
    good = back(local, onward)

    async def over(tried: Back) -> None:
        with pytest.raises(ProviderLoginOver):
            await come_in(deps, "local", tried)

    await over(replace(good, ticket=None))
    await over(replace(good, ticket=other.ticket))  # a link with another's code and state: forced on somebody
    await over(replace(good, ticket=Ticket(onward.ticket.id, "guessed")))
    await over(replace(good, brought=replace(good.brought, state="made up")))
    await over(back(local, linking))
    with pytest.raises(ProviderLoginOver):
        await link(deps, user, "local", good)
    with pytest.raises(LinkNeeded):
        await come_in(deps, "local", good)
    await over(good)  # replayed
    clock.advance(minutes=10)
    await over(back(local, late))


async def test_a_second_factor_is_asked_for_all_the_same(deps: Deps, local: LocalProvider, clock: ManualClock) -> None:
    user = await user_of(deps, await asha(deps))
    await links(deps, local, user)
    enrolment = await securing.enrol(deps, user, ASHA.password)
    await securing.confirm(deps, user, code_at(enrolment.secret, step_at(clock.now())))

    assert isinstance(await comes(deps, local), Pending)


async def test_whoever_begins_without_end_is_stopped_and_strange_names_lead_nowhere(deps: Deps) -> None:
    with pytest.raises(NoSuchProvider):
        await begin(deps, "another", HERE)
    strict = replace(deps, provider_logins_per_address=2)  # and that was one
    await begin(strict, "local", HERE)
    with pytest.raises(TooMany):
        await begin(strict, "local", HERE)


async def test_two_at_once_with_one_subject_make_one_account(
    deps: Deps, users: PostgresUsers, local: LocalProvider
) -> None:
    real = replace(deps, users=users)
    ways = [back(local, await begin(real, "local", HERE)) for _ in range(4)]

    entered = await asyncio.gather(*(come_in(real, "local", each) for each in ways))

    assert len({whole(each).account.id for each in entered}) == 1
    assert await users.fetchval("select count(*) from accounts") == 1
    assert await users.fetchval("select count(*) from linked_logins") == 1


async def test_one_way_back_that_comes_twice_at_once_is_good_once(
    deps: Deps, users: PostgresUsers, local: LocalProvider
) -> None:
    real = replace(deps, users=users)
    way = back(local, await begin(real, "local", HERE))

    ends = await asyncio.gather(*(come_in(real, "local", way) for _ in range(4)), return_exceptions=True)

    assert sorted(type(end).__name__ for end in ends) == ["Entered", *["ProviderLoginOver"] * 3]


async def test_who_is_being_deleted_neither_comes_in_nor_gets_another_account(
    deps: Deps, users: PostgresUsers, local: LocalProvider
) -> None:
    real = replace(deps, users=users)
    gone = whole(await comes(real, local)).account.id
    await users.execute("update accounts set closed_at = now() where id = $1", gone)

    with pytest.raises(EmailTaken):
        await comes(real, local)
    assert await known(users) == [gone]


async def known(users: PostgresUsers) -> list[UUID]:
    return [row["id"] for row in await users.fetch("select id from accounts")]
