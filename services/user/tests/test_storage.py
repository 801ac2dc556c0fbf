"""What the tables themselves hold to, whatever the code above them does."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest

from kit.ids import uuid7
from souk_user.actions.deps import Deps
from souk_user.domain.accounts import Account, Address, EmailTaken, NoSuchAccount
from souk_user.domain.sessions import begun
from souk_user.storage import ENDED_SESSIONS, EXPIRED_SESSIONS, OLD_FAILURES, ROTATED_TOKENS, PostgresUsers

ANNA = "anna@souk.example"


async def an_account(deps: Deps, email: str = ANNA) -> Account:
    account = Account(uuid7(), "customer", email, "Anna", None, "hash", deps.clock.now())
    async with deps.users.transaction() as users:
        await users.add_account(account)
    return account


def an_address(default: bool) -> Address:
    return Address(uuid7(), "Anna", "+919800000000", "1 Road", "", "Pune", "MH", "411001", "IN", default)


async def test_an_account_comes_back_as_it_was_kept(deps: Deps) -> None:
    account = await an_account(deps)

    assert await deps.users.get_account(account.id) == account
    assert await deps.users.find_account("customer", ANNA) == account
    assert await deps.users.find_account("admin", ANNA) is None
    with pytest.raises(NoSuchAccount):
        await deps.users.get_account(uuid4())
    with pytest.raises(EmailTaken):
        await an_account(deps)


async def test_a_profile_changes_only_where_it_is_said(deps: Deps) -> None:
    account = await an_account(deps)

    assert (await deps.users.save_profile(account.id, {"phone": "+911234567"})).phone == "+911234567"
    assert await deps.users.save_profile(account.id, {"name": "Ann"}) == replace(
        account, name="Ann", phone="+911234567"
    )
    assert (await deps.users.save_profile(account.id, {"phone": None})).phone is None


async def test_no_account_has_two_default_addresses(deps: Deps) -> None:
    account = await an_account(deps)

    with pytest.raises(asyncpg.UniqueViolationError):
        await deps.users.save_addresses(account.id, [an_address(True), an_address(True)], deps.clock.now())


async def test_an_address_of_another_account_stays_as_it_is(deps: Deps) -> None:
    anna, bela = await an_account(deps), await an_account(deps, "bela@souk.example")
    home = an_address(True)
    await deps.users.save_addresses(anna.id, [home], deps.clock.now())

    await deps.users.save_addresses(bela.id, [replace(home, line1="2 Lane")], deps.clock.now())

    assert await deps.users.list_addresses(anna.id) == [home]
    assert await deps.users.list_addresses(bela.id) == []


async def test_a_family_has_one_living_token_at_most(deps: Deps, users: PostgresUsers) -> None:
    account = await an_account(deps)
    session = begun(uuid7(), account.id, "customer", deps.clock.now())
    await deps.users.add_session(session, b"a" * 32)

    with pytest.raises(asyncpg.UniqueViolationError):
        await users.add_token(session.id, b"b" * 32, deps.clock.now())


A_MONTH_OF_20_000 = """
    insert into accounts values (gen_random_uuid(), 'customer', 'a@souk.example', 'A', null, 'hash', now());
    insert into sessions (id, account_id, started_at, expires_at)
    select gen_random_uuid(), (select id from accounts), now(), now() + make_interval(secs => n - 18000)
      from generate_series(1, 20000) as n;
    update sessions set ended_at = expires_at, ended_because = 'signed-out' where expires_at < now();
    insert into refresh_tokens (hash, session_id, issued_at, rotated_at)
    select sha256(uuid_send(id)), id, now(), ended_at from sessions;
    insert into login_failures (counter, failures, last_at)
    select n::text, 1, now() + make_interval(secs => n - 18000) from generate_series(1, 20000) as n;
    analyze accounts, sessions, refresh_tokens, login_failures;
"""


async def test_among_20_000_rows_the_old_ones_are_found_by_an_index(users: PostgresUsers) -> None:
    now = datetime.now(UTC)
    async with users._database.acquire() as connection:
        await connection.execute(A_MONTH_OF_20_000, timeout=300)

    for rows in (ROTATED_TOKENS, EXPIRED_SESSIONS, ENDED_SESSIONS, OLD_FAILURES):
        plan = await users.fetch(f"explain {rows.delete_batch}", now)
        told = "\n".join(line[0] for line in plan)
        assert "Index Scan" in told, told
        assert "Seq Scan" not in told, told


async def test_an_attempt_waits_for_the_one_that_is_being_counted(deps: Deps, users: PostgresUsers) -> None:
    now = deps.clock.now()

    async def count() -> None:
        async with deps.users.transaction() as counting:
            counted = await counting.find_failures_to_count("a", now)
            await asyncio.sleep(0.01)
            await counting.save_failures("a", replace(counted, count=counted.count + 1))

    await asyncio.gather(*(count() for _ in range(4)))

    assert await users.fetchval("select failures from login_failures where counter = 'a'") == 4
