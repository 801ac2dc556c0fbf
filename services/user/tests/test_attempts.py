"""Who guesses has to wait, and nobody locks another person out."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from uuid import UUID, uuid4

import pytest

from souk_user.actions.deps import Deps
from souk_user.actions.entering import Entered, log_in
from souk_user.domain.accounts import Credentials
from souk_user.domain.attempts import TooManyAttempts, no_failures
from souk_user.domain.devices import Client, Device
from souk_user.domain.sessions import WrongCredentials
from souk_user.testing.people import sign_up
from testkit.clock import ManualClock

ASHA = Credentials("asha@souk.example", "korb-9-regen")
GUESS = replace(ASHA, password="wrong-password")
HERE, ELSEWHERE = Client("192.0.2.1"), Client("192.0.2.2")
STRANGERS = ip_network("10.0.0.0/8").hosts()
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def targeted(deps: Deps) -> Deps:
    """Strangers are slowed down after 20 failures of an account, so that a test's botnet may be small."""
    limits = deps.login_limits
    return replace(deps, login_limits=replace(limits, account=replace(limits.account, free=20)))


async def signed_up(deps: Deps) -> Device:
    """The device of the owner's sign-up."""
    return (await sign_up(deps, ASHA, "Asha Rao", HERE)).device


async def fails_to_log_in(deps: Deps, times: int, client: Client = ELSEWHERE) -> None:
    for _ in range(times):
        with pytest.raises(WrongCredentials):
            await log_in(deps, "customer", GUESS, client)


async def test_strangers_who_guess_all_day_never_keep_the_owner_out(deps: Deps, clock: ManualClock) -> None:
    """The attack: five wrong guesses and more, every quarter of an hour."""
    device = await signed_up(deps)

    for _ in range(24):
        for _ in range(6):
            with pytest.raises((WrongCredentials, TooManyAttempts)):
                await log_in(deps, "customer", GUESS, ELSEWHERE)
        await log_in(deps, "customer", ASHA, HERE)
        await log_in(deps, "customer", ASHA, replace(ELSEWHERE, device=device))
        clock.advance(minutes=15)


async def test_a_known_device_gets_in_while_a_botnet_guesses(targeted: Deps) -> None:
    device = await signed_up(targeted)
    await strangers_guess(targeted, 30)

    with pytest.raises(TooManyAttempts):
        await log_in(targeted, "customer", GUESS, Client("203.0.113.9"))
    await log_in(targeted, "customer", ASHA, Client("203.0.113.9", device))


async def test_a_new_device_of_the_owner_waits_half_a_minute_at_most_however_many_guess(
    targeted: Deps, clock: ManualClock
) -> None:
    await signed_up(targeted)
    for _ in range(8):
        await strangers_guess(targeted, 21)
        clock.advance(seconds=30)
    await strangers_guess(targeted, 1)

    with pytest.raises(TooManyAttempts) as refused:
        await log_in(targeted, "customer", ASHA, HERE)
    wait_s = refused.value.facts["retry_after_s"]
    assert wait_s == 30
    clock.advance(seconds=30)
    await log_in(targeted, "customer", ASHA, HERE)


async def test_who_presses_on_while_an_account_is_slowed_down_uses_up_an_allowance_of_their_own(
    targeted: Deps, clock: ManualClock
) -> None:
    await signed_up(targeted)
    await strangers_guess(targeted, 21)
    for _ in range(5):
        with pytest.raises(TooManyAttempts):
            await log_in(targeted, "customer", GUESS, ELSEWHERE)
    clock.advance(seconds=20)

    with pytest.raises(TooManyAttempts):
        await log_in(targeted, "customer", GUESS, ELSEWHERE)
    await log_in(targeted, "customer", ASHA, HERE)


async def test_a_known_device_has_an_allowance_of_its_own_and_no_more(deps: Deps, clock: ManualClock) -> None:
    device = await signed_up(deps)
    for _ in range(5):
        with pytest.raises(WrongCredentials):
            await log_in(deps, "customer", GUESS, replace(ELSEWHERE, device=device))

    with pytest.raises(TooManyAttempts):
        await log_in(deps, "customer", ASHA, replace(ELSEWHERE, device=device))
    await log_in(deps, "customer", ASHA, HERE)
    clock.advance(seconds=30)
    await log_in(deps, "customer", ASHA, replace(ELSEWHERE, device=device))


async def test_a_device_is_known_to_its_own_accounts_only(deps: Deps) -> None:
    mine = (await sign_up(deps, replace(ASHA, email="thief@souk.example"), "Thief", ELSEWHERE)).device
    await signed_up(deps)
    made_up = Device(uuid4(), (mine.proofs[0],))
    for device in (mine, made_up) * 2:
        with pytest.raises(WrongCredentials):
            await log_in(deps, "customer", GUESS, replace(ELSEWHERE, device=device))
    with pytest.raises(WrongCredentials):
        await log_in(deps, "customer", GUESS, replace(ELSEWHERE, device=None))

    for device in (mine, made_up, None):
        with pytest.raises(TooManyAttempts):
            await log_in(deps, "customer", GUESS, replace(ELSEWHERE, device=device))


async def test_a_familys_browser_is_known_to_four_accounts(deps: Deps) -> None:
    family = [replace(ASHA, email=f"{name}@souk.example") for name in ("asha", "bela", "chai", "dev", "esha")]
    ids, device = [], None
    for each in family:
        entered = await sign_up(deps, each, "One", replace(HERE, device=device))
        ids.append(entered.account.id)
        device = Device.read(str(entered.device))

    assert device is not None
    assert [deps.devices.knows(device, account_id) for account_id in ids] == [False, True, True, True, True]
    assert len(str(device)) < 300


@pytest.mark.parametrize("text", [None, "", "made up", "." * 400, str(UUID(int=1)), f"{UUID(int=1)}.é"])
async def test_no_device_cookie_breaks_the_login(deps: Deps, text: str | None) -> None:
    await signed_up(deps)

    await log_in(deps, "customer", ASHA, replace(HERE, device=Device.read(text)))


async def test_after_five_wrong_passwords_from_one_address_even_the_right_one_has_to_wait_there(
    deps: Deps, clock: ManualClock
) -> None:
    await signed_up(deps)
    await fails_to_log_in(deps, 5)

    with pytest.raises(TooManyAttempts):
        await log_in(deps, "customer", ASHA, ELSEWHERE)
    clock.advance(seconds=30)
    await log_in(deps, "customer", ASHA, ELSEWHERE)
    await fails_to_log_in(deps, 4)  # the right password has cleared the count


async def test_an_unknown_account_is_locked_like_a_known_one(deps: Deps) -> None:
    await fails_to_log_in(deps, 5)

    with pytest.raises(TooManyAttempts):
        await log_in(deps, "customer", ASHA, ELSEWHERE)


async def test_one_address_that_tries_many_accounts_has_to_wait(deps: Deps) -> None:
    for each in range(50):
        with pytest.raises(WrongCredentials):
            await log_in(deps, "customer", replace(ASHA, email=f"{each}@souk.example"), ELSEWHERE)

    with pytest.raises(TooManyAttempts):
        await log_in(deps, "customer", replace(ASHA, email="one@more.example"), ELSEWHERE)
    await signed_up(deps)
    await log_in(deps, "customer", ASHA, HERE)


async def test_of_twenty_guesses_at_once_five_are_looked_at(real_deps: Deps) -> None:
    await signed_up(real_deps)
    guess = replace(ASHA, password="wrong-password")

    outcomes = await asyncio.gather(
        *(log_in(real_deps, "customer", guess, ELSEWHERE) for _ in range(20)), return_exceptions=True
    )

    assert sum(isinstance(outcome, WrongCredentials) for outcome in outcomes) == 5
    assert sum(isinstance(outcome, TooManyAttempts) for outcome in outcomes) == 15


async def test_one_who_logs_in_on_many_devices_at_once_gets_in_or_is_told_to_wait(
    real_deps: Deps, clock: ManualClock
) -> None:
    await signed_up(real_deps)

    for _ in range(5):
        outcomes = await asyncio.gather(
            *(log_in(real_deps, "customer", ASHA, HERE) for _ in range(8)), return_exceptions=True
        )

        assert {type(outcome) for outcome in outcomes} <= {Entered, TooManyAttempts}, outcomes
        assert any(isinstance(outcome, Entered) for outcome in outcomes)
        clock.advance(minutes=20)


async def strangers_guess(deps: Deps, times: int) -> None:
    """Each from an address of its own, as a botnet does."""
    for _ in range(times):
        with pytest.raises((WrongCredentials, TooManyAttempts)):
            await log_in(deps, "customer", GUESS, Client(str(next(STRANGERS))))


def test_after_five_failures_the_wait_doubles_up_to_a_quarter_of_an_hour(deps: Deps) -> None:
    failures, waits = no_failures(NOW), []
    for _ in range(12):
        failures = failures.one_more(deps.login_limits.pair, NOW)
        waits.append(failures.wait_s(NOW))

    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]
    assert failures.wait_s(NOW + timedelta(seconds=890)) == 10
    assert failures.wait_s(NOW + timedelta(seconds=900)) == 0


def test_failures_of_yesterday_are_forgotten(deps: Deps) -> None:
    failures = replace(no_failures(NOW), count=40)

    assert failures.one_more(deps.login_limits.pair, NOW + timedelta(hours=25)).count == 1
