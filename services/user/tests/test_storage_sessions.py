"""What the tables of sessions and failed logins hold to, and how old rows of all tables are found."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import asyncpg
import pytest

from kit.ids import uuid7
from souk_user.domain.attempts import Failures, no_failures
from souk_user.domain.privacy import Deletion
from souk_user.domain.sessions import KnownToken, WrongCredentials, prolonged
from souk_user.ports import UserStore
from souk_user.storage import PostgresUsers
from souk_user.storage.deletions import PostgresDeletions
from souk_user.storage.factors import OLD_PENDING
from souk_user.storage.sessions import ENDED_SESSIONS, EXPIRED_SESSIONS, OLD_FAILURES, ROTATED_TOKENS
from souk_user.storage.wishes import OLD_WISHES
from souk_user.testing.memory import MemoryUsers
from souk_user.testing.rows import DAY, NOW, a_session, an_account
from testkit.waiting import until


class SessionStoreBehaviour:
    """What actions rely on, in PostgreSQL and in the memory that their tests run on."""

    async def test_all_sessions_of_an_account_end_and_no_other(self, users: UserStore) -> None:
        account, other = await an_account(users), await an_account(users, "other@souk.example")
        await a_session(users, account, b"a" * 32)
        await a_session(users, other, b"b" * 32)

        await users.end_sessions_of(account.id, "password-reset", NOW)

        async with users.transaction() as bound:
            ended = await bound.find_token_to_rotate(b"a" * 32, "customer")
            living = await bound.find_token_to_rotate(b"b" * 32, "customer")
        assert ended is not None
        assert living is not None
        assert (ended.session.ended_at, living.session.ended_at) == (NOW, None)

    async def test_living_sessions_are_listed_here_first_and_end_one_by_one_or_all_but_one(
        self, users: UserStore
    ) -> None:
        account, other = await an_account(users), await an_account(users, "other@souk.example")
        here, there, old = [await a_session(users, account, letter * 32) for letter in (b"a", b"b", b"c")]
        others = await a_session(users, other, b"d" * 32)
        async with users.transaction() as bound:
            await bound.rotate(prolonged(there, NOW + DAY), b"b" * 32, b"e" * 32, NOW + DAY)

        listed = await users.list_sessions(account.id, here.id, NOW)

        assert listed == [here, replace(there, last_seen_at=NOW + DAY, expires_at=there.expires_at + DAY), old]
        await users.end_sessions_of(account.id, "signed-out-elsewhere", NOW, only=others.id)
        assert await users.list_sessions(other.id, others.id, NOW) == [others]
        await users.end_sessions_of(account.id, "signed-out-elsewhere", NOW, only=there.id)
        assert await users.list_sessions(account.id, here.id, NOW) == [here, old]
        await users.end_sessions_of(account.id, "password-changed", NOW, but=here.id)
        assert await users.list_sessions(account.id, here.id, NOW) == [here]
        assert await users.list_sessions(account.id, here.id, here.expires_at) == []

    async def test_a_token_rotates_and_its_session_lives_longer(self, users: UserStore) -> None:
        session = await a_session(users, await an_account(users), b"a" * 32)
        longer = prolonged(session, NOW + DAY)

        async with users.transaction() as bound:
            assert await bound.find_token_to_rotate(b"a" * 32, "customer") == KnownToken(session, None)
            await bound.rotate(longer, b"a" * 32, b"b" * 32, NOW + DAY)

        assert await users.find_living_hash(session.id) == b"b" * 32
        assert await users.find_token_to_rotate(b"a" * 32, "customer") == KnownToken(longer, NOW + DAY)
        assert await users.find_token_to_rotate(b"b" * 32, "admin") is None
        assert await users.find_token_to_rotate(b"c" * 32, "customer") is None

    async def test_a_session_ends_once_and_goes_with_its_tokens(self, users: UserStore) -> None:
        account = await an_account(users)
        ended, living = await a_session(users, account, b"a" * 32), await a_session(users, account, b"b" * 32)
        await users.end_session(ended.id, "signed-out", NOW)
        await users.end_session(ended.id, "token-reused", NOW + DAY)

        known = await users.find_token_to_rotate(b"a" * 32, "customer")
        assert known is not None
        assert known.session.ended_at == NOW
        await users.remove_sessions_over_before(NOW + DAY)
        assert await users.find_token_to_rotate(b"a" * 32, "customer") is None
        assert await users.find_living_hash(living.id) == b"b" * 32

    async def test_tokens_go_once_they_have_been_rotated_for_long(self, users: UserStore) -> None:
        session = await a_session(users, await an_account(users), b"a" * 32)
        async with users.transaction() as bound:
            await bound.rotate(session, b"a" * 32, b"b" * 32, NOW)

        await users.remove_tokens_rotated_before(NOW + DAY)

        assert await users.find_token_to_rotate(b"a" * 32, "customer") is None
        assert await users.find_living_hash(session.id) == b"b" * 32

    async def test_failures_are_counted_forgiven_and_forgotten(self, users: UserStore) -> None:
        async with users.transaction() as counting:
            assert await counting.find_failures_to_count("a", NOW) == no_failures(NOW)
            await counting.save_failures("a", Failures(3, NOW, NOW + DAY))
            await counting.save_failures("nobody counts it", Failures(3, NOW, None))
            await counting.forgive_one_failure("a")
            assert await counting.find_failures_to_count("a", NOW + DAY) == Failures(2, NOW, None)
            await counting.forget_failures("a")
            assert await counting.find_failures_to_count("a", NOW) == no_failures(NOW)

        await users.remove_failures_before(NOW + DAY)
        async with users.transaction() as counting:
            assert (await counting.find_failures_to_count("a", NOW + DAY)).last_at == NOW + DAY


class TestMemory(SessionStoreBehaviour):
    @pytest.fixture
    def users(self) -> UserStore:
        return MemoryUsers()


class TestPostgres(SessionStoreBehaviour):
    pass


async def test_a_family_has_one_living_token_at_most(users: PostgresUsers) -> None:
    session = await a_session(users, await an_account(users), b"a" * 32)

    with pytest.raises(asyncpg.UniqueViolationError):
        await users.add_token(session.id, b"b" * 32, NOW)


async def test_nobody_gets_in_while_the_account_is_being_closed(users: PostgresUsers) -> None:
    account = await an_account(users)
    deletions = PostgresDeletions(users._database)

    async def waits() -> bool:
        waiting = (
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
        )
        return entering.done() or bool(await users.fetchval(waiting))

    async with deletions.transaction() as closing:
        await closing.add(Deletion(uuid7(), account.id, (), (), NOW))
        entering = asyncio.create_task(a_session(users, account, b"a" * 32))
        await until(waits)

    with pytest.raises(WrongCredentials):
        await entering
    assert await users.fetchval("select count(*) from sessions") == 0


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
    insert into wishes (owner, product_id, handle, added_at)
    select 'guest:' || n, gen_random_uuid(), 'mug', now() + make_interval(secs => n - 18000)
      from generate_series(1, 20000) as n;
    insert into pending_logins (id, account_id, browser_hash, expires_at)
    select gen_random_uuid(), (select id from accounts), sha256('x'), now() + make_interval(secs => n - 18000)
      from generate_series(1, 20000) as n;
    analyze accounts, pending_logins, sessions, refresh_tokens, login_failures, wishes;
"""


async def test_among_20_000_rows_the_old_ones_are_found_by_an_index(users: PostgresUsers) -> None:
    now = datetime.now(UTC)
    async with users._database.acquire() as connection:
        await connection.execute(A_MONTH_OF_20_000, timeout=300)

    for rows in (ROTATED_TOKENS, EXPIRED_SESSIONS, ENDED_SESSIONS, OLD_FAILURES, OLD_WISHES, OLD_PENDING):
        plan = await users.fetch(f"explain {rows.delete_batch}", now)
        told = "\n".join(line[0] for line in plan)
        assert "Index Scan" in told, told
        assert "Seq Scan" not in told, told


async def test_an_attempt_waits_for_the_one_that_is_being_counted(users: PostgresUsers) -> None:
    async def count() -> None:
        async with users.transaction() as counting:
            counted = await counting.find_failures_to_count("a", NOW)
            await asyncio.sleep(0.01)
            await counting.save_failures("a", replace(counted, count=counted.count + 1))

    await asyncio.gather(*(count() for _ in range(4)))

    assert await users.fetchval("select failures from login_failures where counter = 'a'") == 4
