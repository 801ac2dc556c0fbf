from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from kit.ids import uuid7
from souk_user.actions import addresses
from souk_user.actions.deps import Deps
from souk_user.actions.entering import log_in
from souk_user.actions.guests import welcome_guest
from souk_user.actions.sessions import forget_what_is_over, log_out, refresh
from souk_user.adapters.argon2 import Argon2Passwords
from souk_user.domain.accounts import Address, Credentials
from souk_user.domain.devices import Client
from souk_user.domain.sessions import SignedInTokens, TooBusy, WrongCredentials
from souk_user.storage import PostgresUsers
from souk_user.testing.people import sign_up, whole
from testkit.clock import ManualClock

ASHA = Credentials("asha@souk.example", "korb-9-regen")
HERE, ELSEWHERE = Client("192.0.2.1"), Client("192.0.2.2")


async def signed_up(deps: Deps) -> SignedInTokens:
    return (await sign_up(deps, ASHA, "Asha Rao", HERE)).tokens


async def fails_to_log_in(deps: Deps, times: int, client: Client = ELSEWHERE) -> None:
    for _ in range(times):
        with pytest.raises(WrongCredentials):
            await log_in(deps, "customer", replace(ASHA, password="wrong-password"), client)


async def test_who_signed_up_is_signed_in_and_can_log_in_again_however_the_address_is_spelt(deps: Deps) -> None:
    entered = await sign_up(deps, ASHA, "Asha Rao", HERE)
    account, tokens = entered.account, entered.tokens

    again = await log_in(deps, "customer", replace(ASHA, email=" ASHA@Souk.example"), HERE)

    claims = deps.signing.public_keys().claims_of(tokens.access)
    assert (claims.user_id, claims.type) == (account.id, "customer")
    assert claims.expires_at == deps.clock.now().timestamp() + 600
    assert again.account == account


async def test_a_customer_is_no_seller(deps: Deps) -> None:
    await signed_up(deps)

    with pytest.raises(WrongCredentials):
        await log_in(deps, "seller", ASHA, HERE)


async def test_an_unknown_account_costs_the_same_work_as_a_known_one() -> None:
    passwords = Argon2Passwords(at_once=1, memory_kib=19_456, passes=2)
    kept = await passwords.hash(ASHA.password)

    async def work(kept: str | None) -> float:
        began = time.process_time()  # unlike the clock on the wall, it does not mind what else the machine does
        assert not await passwords.matches("wrong-password", kept)
        return time.process_time() - began

    known = min([await work(kept) for _ in range(5)])
    unknown = min([await work(None) for _ in range(5)])

    assert 1 / 3 < known / unknown < 3


async def test_a_hash_of_weaker_times_is_renewed_at_login(deps: Deps) -> None:
    await signed_up(deps)
    stronger = replace(deps, passwords=Argon2Passwords(at_once=2, memory_kib=128, passes=1))

    await log_in(stronger, "customer", ASHA, HERE)

    account = await deps.users.find_account("customer", ASHA.email)
    assert account is not None
    assert "m=128" in (account.password_hash or "")


async def test_what_is_over_for_long_is_forgotten(real_deps: Deps, users: PostgresUsers, clock: ManualClock) -> None:
    await log_out(real_deps, "customer", (await signed_up(real_deps)).refresh)
    await fails_to_log_in(real_deps, 1)
    clock.advance(days=8)
    living = whole(await log_in(real_deps, "customer", ASHA, HERE)).tokens

    await forget_what_is_over(real_deps)

    assert await users.fetchval("select count(*) from sessions") == 1
    await refresh(real_deps, "customer", living.refresh)


async def test_a_guest_keeps_the_id_that_is_known(deps: Deps) -> None:
    guest = welcome_guest(deps, None)

    assert deps.signing.public_keys().guest_of(guest.signed) == guest.id
    assert welcome_guest(deps, guest.id) == guest


async def test_addresses_added_at_once_have_one_default(real_deps: Deps) -> None:
    account = (await sign_up(real_deps, ASHA, "Asha", HERE)).account

    await asyncio.gather(*(addresses.add_address(real_deps, account.id, an_address(default=True)) for _ in range(6)))

    kept = await real_deps.users.list_addresses(account.id)
    assert len(kept) == 6
    assert sum(each.is_default for each in kept) == 1


def an_address(default: bool = False) -> Address:
    return Address(uuid7(), "Asha", "+919800000000", "12 MG Road", "", "Mysuru", "KA", "570001", "IN", default)


async def test_who_waits_too_long_for_a_turn_is_told_so() -> None:
    passwords = Argon2Passwords(at_once=1, memory_kib=19_456, passes=8, patience_s=0.01)

    outcomes = await asyncio.gather(*(passwords.hash("korb-9-regen") for _ in range(3)), return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [str, TooBusy, TooBusy]
