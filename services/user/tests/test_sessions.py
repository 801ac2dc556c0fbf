from __future__ import annotations

import asyncio

import pytest

from souk_user.actions.deps import Deps
from souk_user.actions.entering import log_in
from souk_user.actions.sessions import forget_what_is_over, log_out, refresh
from souk_user.domain.accounts import Credentials
from souk_user.domain.devices import Client
from souk_user.domain.sessions import SessionOver, SignedInTokens
from souk_user.storage import PostgresUsers
from souk_user.testing.people import sign_up, whole
from testkit.clock import ManualClock

ASHA = Credentials("asha@souk.example", "korb-9-regen")
HERE = Client("192.0.2.1")


async def signed_up(deps: Deps) -> SignedInTokens:
    return (await sign_up(deps, ASHA, "Asha Rao", HERE)).tokens


async def test_eight_refreshes_at_once_with_one_token_get_one_successor(real_deps: Deps) -> None:
    tokens = await signed_up(real_deps)

    answers = await asyncio.gather(*(refresh(real_deps, "customer", tokens.refresh) for _ in range(8)))

    assert len({answer.refresh for answer in answers}) == 1
    assert len({answer.visible for answer in answers}) == 1
    assert answers[0].refresh != tokens.refresh
    await refresh(real_deps, "customer", answers[0].refresh)


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


async def test_an_old_token_that_comes_back_ends_the_family(
    real_deps: Deps, users: PostgresUsers, clock: ManualClock
) -> None:
    stolen = await signed_up(real_deps)
    living = await refresh(real_deps, "customer", stolen.refresh)
    clock.advance(seconds=30)

    with pytest.raises(SessionOver):
        await refresh(real_deps, "customer", stolen.refresh)

    with pytest.raises(SessionOver):
        await refresh(real_deps, "customer", living.refresh)
    assert await users.fetchval("select ended_because from sessions") == "token-reused"


async def test_the_end_of_one_family_leaves_the_other_devices_signed_in(deps: Deps) -> None:
    phone = await signed_up(deps)
    laptop = whole(await log_in(deps, "customer", ASHA, HERE)).tokens

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


async def test_a_session_that_lives_on_keeps_the_tokens_of_a_week(
    real_deps: Deps, users: PostgresUsers, clock: ManualClock
) -> None:
    tokens = await signed_up(real_deps)
    for _ in range(20):
        clock.advance(days=1)
        tokens = await refresh(real_deps, "customer", tokens.refresh)

    await forget_what_is_over(real_deps)

    assert await users.fetchval("select count(*) from refresh_tokens") == 8 + 1  # and the living one
    await refresh(real_deps, "customer", tokens.refresh)


async def test_no_token_is_kept_as_it_is(real_deps: Deps, users: PostgresUsers) -> None:
    tokens = await signed_up(real_deps)

    kept = await users.fetch("select * from refresh_tokens")

    assert tokens.refresh not in str([dict(row) for row in kept])
