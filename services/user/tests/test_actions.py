from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from kit.clock import ManualClock
from kit.ids import uuid7
from kit.limits import TooMany
from souk_user import addresses
from souk_user.accounts import DemoAccountsRefused, make_accounts, wanted_accounts
from souk_user.actions import (
    Credentials,
    Deps,
    SignedInTokens,
    forget_what_is_over,
    log_in,
    log_out,
    refresh,
    sign_up,
    welcome_guest,
)
from souk_user.domain.accounts import Address, EmailTaken, WeakPassword
from souk_user.domain.sessions import SessionOver, TooManyAttempts, WrongCredentials
from souk_user.passwords import Passwords
from souk_user.settings import Settings

ASHA = Credentials("asha@souk.example", "korb-9-regen")
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


async def signed_up(deps: Deps) -> SignedInTokens:
    return (await sign_up(deps, ASHA, "Asha Rao", HERE))[1]


async def fails_to_log_in(deps: Deps, times: int, address: str = ELSEWHERE) -> None:
    for _ in range(times):
        with pytest.raises(WrongCredentials):
            await log_in(deps, "customer", replace(ASHA, password="wrong-password"), address)


async def test_who_signed_up_is_signed_in_and_can_log_in_again_however_the_address_is_spelt(deps: Deps) -> None:
    account, tokens = await sign_up(deps, ASHA, "Asha Rao", HERE)

    again, _ = await log_in(deps, "customer", replace(ASHA, email=" ASHA@Souk.example"), HERE)

    claims = deps.signing.public_keys().claims_of(tokens.access)
    assert (claims.user_id, claims.type) == (account.id, "customer")
    assert claims.expires_at == deps.clock.now().timestamp() + 600
    assert again == account


async def test_of_two_sign_ups_at_once_with_one_address_one_wins(deps: Deps) -> None:
    spelt = [ASHA, replace(ASHA, email="Asha@souk.example")] * 3

    outcomes = await asyncio.gather(*(sign_up(deps, each, "Asha", HERE) for each in spelt), return_exceptions=True)

    assert sum(isinstance(outcome, tuple) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, EmailTaken) for outcome in outcomes) == 5
    assert await deps.users.fetchval("select count(*) from sessions") == 1


async def test_one_address_may_not_sign_up_without_end(strict: Deps) -> None:
    for each in range(2):
        await sign_up(strict, replace(ASHA, email=f"{each}@souk.example"), "Asha", HERE)

    with pytest.raises(TooMany):
        await sign_up(strict, replace(ASHA, email="3@souk.example"), "Asha", HERE)
    await sign_up(strict, replace(ASHA, email="3@souk.example"), "Asha", ELSEWHERE)


async def test_a_weak_password_opens_no_account(deps: Deps) -> None:
    with pytest.raises(WeakPassword):
        await sign_up(deps, replace(ASHA, password="iloveyou1"), "Asha", HERE)

    assert await deps.users.find_account("customer", ASHA.email) is None


async def test_a_customer_is_no_seller(deps: Deps) -> None:
    await signed_up(deps)

    with pytest.raises(WrongCredentials):
        await log_in(deps, "seller", ASHA, HERE)


async def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(deps: Deps, clock: ManualClock) -> None:
    await signed_up(deps)
    await fails_to_log_in(deps, 5)

    with pytest.raises(TooManyAttempts):
        await log_in(deps, "customer", ASHA, HERE)
    clock.advance(seconds=30)
    await log_in(deps, "customer", ASHA, HERE)
    await fails_to_log_in(deps, 4)  # the right password has cleared the count


async def test_an_unknown_account_is_locked_like_a_known_one(deps: Deps) -> None:
    await fails_to_log_in(deps, 5)

    with pytest.raises(TooManyAttempts):
        await log_in(deps, "customer", ASHA, HERE)


async def test_one_address_that_tries_many_accounts_has_to_wait(deps: Deps) -> None:
    for each in range(50):
        with pytest.raises(WrongCredentials):
            await log_in(deps, "customer", replace(ASHA, email=f"{each}@souk.example"), ELSEWHERE)

    with pytest.raises(TooManyAttempts):
        await log_in(deps, "customer", replace(ASHA, email="one@more.example"), ELSEWHERE)
    await signed_up(deps)
    await log_in(deps, "customer", ASHA, HERE)


async def test_of_twenty_guesses_at_once_five_are_looked_at(deps: Deps) -> None:
    await signed_up(deps)
    guess = replace(ASHA, password="wrong-password")

    outcomes = await asyncio.gather(
        *(log_in(deps, "customer", guess, ELSEWHERE) for _ in range(20)), return_exceptions=True
    )

    assert sum(isinstance(outcome, WrongCredentials) for outcome in outcomes) == 5
    assert sum(isinstance(outcome, TooManyAttempts) for outcome in outcomes) == 15


async def test_an_unknown_account_is_answered_as_late_as_a_known_one(deps: Deps) -> None:
    passwords = Passwords(at_once=1, memory_kib=19_456, passes=2)
    kept = await passwords.hash(ASHA.password)

    async def seconds(kept: str | None) -> float:
        began = time.perf_counter()
        assert not await passwords.matches("wrong-password", kept)
        return time.perf_counter() - began

    known = min([await seconds(kept) for _ in range(5)])
    unknown = min([await seconds(None) for _ in range(5)])

    assert 0.5 < known / unknown < 2


async def test_a_hash_of_weaker_times_is_renewed_at_login(deps: Deps) -> None:
    await signed_up(deps)
    stronger = replace(deps, passwords=Passwords(at_once=2, memory_kib=128, passes=1))

    await log_in(stronger, "customer", ASHA, HERE)

    account = await deps.users.find_account("customer", ASHA.email)
    assert account is not None
    assert "m=128" in account.password_hash


async def test_eight_refreshes_at_once_with_one_token_get_one_successor(deps: Deps) -> None:
    tokens = await signed_up(deps)

    answers = await asyncio.gather(*(refresh(deps, "customer", tokens.refresh) for _ in range(8)))

    assert len({answer.refresh for answer in answers}) == 1
    assert len({answer.visible for answer in answers}) == 1
    assert answers[0].refresh != tokens.refresh
    await refresh(deps, "customer", answers[0].refresh)


async def test_a_slow_tab_gets_the_living_token_not_one_that_was_rotated_meanwhile(
    deps: Deps, clock: ManualClock
) -> None:
    first = await signed_up(deps)
    second = await refresh(deps, "customer", first.refresh)
    clock.advance(seconds=10)
    third = await refresh(deps, "customer", second.refresh)
    clock.advance(seconds=10)

    slow = await refresh(deps, "customer", first.refresh)

    assert slow.refresh == third.refresh


async def test_an_old_token_that_comes_back_ends_the_family(deps: Deps, clock: ManualClock) -> None:
    stolen = await signed_up(deps)
    living = await refresh(deps, "customer", stolen.refresh)
    clock.advance(seconds=30)

    with pytest.raises(SessionOver):
        await refresh(deps, "customer", stolen.refresh)

    with pytest.raises(SessionOver):
        await refresh(deps, "customer", living.refresh)
    assert await deps.users.fetchval("select ended_because from sessions") == "token-reused"


async def test_the_end_of_one_family_leaves_the_other_devices_signed_in(deps: Deps) -> None:
    phone = await signed_up(deps)
    _, laptop = await log_in(deps, "customer", ASHA, HERE)

    await log_out(deps, "customer", phone.refresh)
    await log_out(deps, "customer", phone.refresh)
    await log_out(deps, "customer", None)

    with pytest.raises(SessionOver):
        await refresh(deps, "customer", phone.refresh)
    await refresh(deps, "customer", laptop.refresh)


async def test_a_refresh_token_works_only_for_its_type_of_user_and_until_it_is_idle_for_long(
    deps: Deps, clock: ManualClock
) -> None:
    tokens = await signed_up(deps)

    for attempt in (
        refresh(deps, "admin", tokens.refresh),
        refresh(deps, "customer", "made up"),
        refresh(deps, "customer", None),
    ):
        with pytest.raises(SessionOver):
            await attempt
    clock.advance(days=30)
    with pytest.raises(SessionOver):
        await refresh(deps, "customer", tokens.refresh)


async def test_no_token_is_kept_as_it_is(deps: Deps) -> None:
    tokens = await signed_up(deps)

    kept = await deps.users.fetch("select * from refresh_tokens")

    assert tokens.refresh not in str([dict(row) for row in kept])


async def test_what_is_over_for_long_is_forgotten(deps: Deps, clock: ManualClock) -> None:
    await log_out(deps, "customer", (await signed_up(deps)).refresh)
    await fails_to_log_in(deps, 1)
    clock.advance(days=8)
    _, living = await log_in(deps, "customer", ASHA, HERE)

    await forget_what_is_over(deps)

    assert await deps.users.fetchval("select count(*) from sessions") == 1
    await refresh(deps, "customer", living.refresh)


async def test_a_guest_keeps_the_id_that_is_known(deps: Deps) -> None:
    guest = welcome_guest(deps, None)

    assert deps.signing.public_keys().guest_of(guest.signed) == guest.id
    assert welcome_guest(deps, guest.id) == guest


async def test_addresses_added_at_once_have_one_default(deps: Deps) -> None:
    account, _ = await sign_up(deps, ASHA, "Asha", HERE)

    await asyncio.gather(*(addresses.add_address(deps, account.id, an_address(default=True)) for _ in range(6)))

    kept = await deps.users.list_addresses(account.id)
    assert len(kept) == 6
    assert sum(each.is_default for each in kept) == 1


async def test_accounts_are_made_once_and_never_changed(deps: Deps) -> None:
    wanted = wanted_accounts(settings("http://localhost:8888"), asked_for_demo=True)

    made = await make_accounts(deps, wanted)
    again = await make_accounts(deps, wanted)

    assert [each["type"] for each in made] == ["customer", "seller", "admin"]
    assert [each["password"] for each in again] == [None, None, None]
    password = made[2]["password"]
    assert password is not None
    await log_in(deps, "admin", Credentials("admin@souk.example", password), HERE)


def test_a_shop_that_others_reach_has_no_demo_accounts() -> None:
    public = settings("https://shop.example")

    assert [each.type for each in wanted_accounts(public, asked_for_demo=False)] == ["admin"]
    with pytest.raises(DemoAccountsRefused):
        wanted_accounts(public, asked_for_demo=True)


def settings(public_url: str) -> Settings:
    env = {"SOUK_PUBLIC_URL": public_url, "SOUK_USER_DATABASE_URL": "unused", "SOUK_USER_SIGNING_KEY": "unused"}
    return Settings.read(env)


def an_address(default: bool = False) -> Address:
    return Address(uuid7(), "Asha", "+919800000000", "12 MG Road", "", "Mysuru", "KA", "570001", "IN", default)
