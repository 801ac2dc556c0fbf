"""What the tables themselves hold to, whatever the code above them does."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from kit.ids import uuid7
from kit.mail import Channel
from souk_user.domain.accounts import Account, Address, EmailTaken, NoSuchAccount
from souk_user.domain.attempts import Failures, no_failures
from souk_user.domain.codes import Code, Contact, PhoneTaken, Purpose
from souk_user.domain.sessions import KnownToken, Session, begun, prolonged
from souk_user.domain.wishes import Wish
from souk_user.ports import UserStore
from souk_user.storage import PostgresUsers
from souk_user.storage.sessions import ENDED_SESSIONS, EXPIRED_SESSIONS, OLD_FAILURES, ROTATED_TOKENS
from souk_user.storage.wishes import OLD_WISHES
from souk_user.testing.memory import MemoryUsers
from testkit.clock import ManualClock

ANNA = "anna@souk.example"
NOW, DAY = ManualClock().now(), timedelta(days=1)


async def an_account(users: UserStore, email: str = ANNA) -> Account:
    account = Account(uuid7(), "customer", email, "Anna", None, "hash", NOW)
    async with users.transaction() as bound:
        await bound.add_account(account)
    return account


def a_code(account_id: UUID) -> Code:
    sent_to = Contact(Channel.MAIL, ANNA)
    return Code(uuid7(), Purpose.LOG_IN, "customer", account_id, sent_to, b"c" * 32, b"x" * 32, NOW + DAY)


def an_address(default: bool) -> Address:
    return Address(uuid7(), "Anna", "+919800000000", "1 Road", "", "Pune", "MH", "411001", "IN", default)


async def a_session(users: UserStore, account: Account, token: bytes) -> Session:
    session = begun(uuid7(), account.id, account.type, NOW)
    async with users.transaction() as bound:
        await bound.add_session(session, token)
    return session


class UserStoreBehaviour:
    """What actions rely on, in PostgreSQL and in the memory that their tests run on."""

    async def test_an_account_comes_back_as_it_was_kept(self, users: UserStore) -> None:
        account = await an_account(users)

        assert await users.get_account(account.id) == account
        assert await users.find_account("customer", ANNA) == account
        assert await users.find_account("admin", ANNA) is None
        with pytest.raises(NoSuchAccount):
            await users.get_account(uuid4())
        with pytest.raises(EmailTaken):
            await an_account(users)

    async def test_a_code_is_found_by_its_browser_and_keeps_its_tries(self, users: UserStore) -> None:
        account = await an_account(users)
        code = a_code(account.id)
        async with users.transaction() as bound:
            await bound.add_code(code)

        async with users.transaction() as bound:
            assert await bound.find_code_to_try(code.id, b"y" * 32) is None
            kept = await bound.find_code_to_try(code.id, code.browser_hash)
            assert kept == code
            await bound.save_code(replace(code, tries=2, used_at=NOW))

        assert await users.find_code(code.id) == replace(code, tries=2, used_at=NOW)
        await users.remove_codes_before(code.expires_at + DAY)
        assert await users.find_code(code.id) is None

    async def test_a_contact_that_was_proved_finds_its_account(self, users: UserStore) -> None:
        account, phone = await an_account(users), Contact(Channel.TEXT, "919800000000")
        assert await users.find_account_at("customer", phone) is None

        by_mail = await users.save_contact(account.id, Contact(Channel.MAIL, "new@souk.example"), NOW)
        by_phone = await users.save_contact(account.id, phone, NOW)

        assert (by_mail.email, by_mail.email_verified_at) == ("new@souk.example", NOW)
        assert (by_phone.phone, by_phone.verified_phone) == ("+919800000000", phone.address)
        assert await users.find_account_at("customer", phone) == by_phone
        assert await users.find_account_at("admin", phone) is None
        other = await an_account(users, "other@souk.example")
        with pytest.raises(PhoneTaken):
            await users.save_contact(other.id, phone, NOW)
        with pytest.raises(EmailTaken):
            await users.save_contact(other.id, Contact(Channel.MAIL, "new@souk.example"), NOW)
        gone = await users.save_profile(account.id, {"phone": None})
        assert gone.verified_phone is None

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

    async def test_a_profile_changes_only_where_it_is_said(self, users: UserStore) -> None:
        account = await an_account(users)

        assert (await users.save_profile(account.id, {"phone": "+911234567"})).phone == "+911234567"
        assert await users.save_profile(account.id, {"name": "Ann"}) == replace(account, name="Ann", phone="+911234567")
        assert (await users.save_profile(account.id, {"phone": None})).phone is None
        await users.save_password_hash(account.id, "another hash")
        assert (await users.get_account(account.id)).password_hash == "another hash"

    async def test_a_transaction_that_fails_leaves_nothing(self, users: UserStore) -> None:
        account = await an_account(users)
        home = an_address(True)

        with pytest.raises(ZeroDivisionError):  # noqa: PT012 (the failure is inside the transaction)
            async with users.transaction() as bound:
                await bound.save_addresses(account.id, [home], NOW)
                assert await bound.list_addresses(account.id) == [home]
                raise ZeroDivisionError

        assert await users.list_addresses(account.id) == []

    async def test_addresses_are_those_saved_last_in_the_order_of_their_coming(self, users: UserStore) -> None:
        account = await an_account(users)
        home, work, gone = an_address(True), an_address(False), an_address(False)
        await users.save_addresses(account.id, [home, gone], NOW)

        await users.save_addresses(account.id, [work, replace(home, city="Goa")], NOW + DAY)

        assert await users.list_addresses(account.id) == [replace(home, city="Goa"), work]
        assert await users.list_addresses_to_change(account.id) == await users.list_addresses(account.id)
        with pytest.raises(NoSuchAccount):
            await users.list_addresses_to_change(uuid4())

    async def test_an_address_of_another_account_stays_as_it_is(self, users: UserStore) -> None:
        anna, bela = await an_account(users), await an_account(users, "bela@souk.example")
        home = an_address(True)
        await users.save_addresses(anna.id, [home], NOW)

        await users.save_addresses(bela.id, [replace(home, line1="2 Lane")], NOW)

        assert await users.list_addresses(anna.id) == [home]
        assert await users.list_addresses(bela.id) == []

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

    async def test_wishes_are_their_owners_and_a_guests_are_forgotten(self, users: UserStore) -> None:
        old, new = Wish(uuid4(), "urn", NOW), Wish(uuid4(), "mug", NOW + DAY)
        async with users.transaction() as bound:
            await bound.add_wishes("guest:1", [old, new])
            await bound.add_wishes("guest:1", [replace(old, handle="another")])
            await bound.add_wishes("customer:1", [old])

        assert [wish.product_id for wish in await users.list_wishes("guest:1")] == [new.product_id, old.product_id]
        await users.remove_guests_wishes_before(NOW + DAY)
        assert await users.list_wishes("guest:1") == [new]
        assert await users.list_wishes("customer:1") == [old]
        async with users.transaction() as bound:
            assert await bound.list_wishes_to_change("customer:1") == [old]
            await bound.remove_wishes("customer:1", [old.product_id, new.product_id])
        assert await users.list_wishes("customer:1") == []

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


class TestMemoryUsers(UserStoreBehaviour):
    @pytest.fixture
    def users(self) -> UserStore:
        return MemoryUsers()


class TestPostgresUsers(UserStoreBehaviour):
    pass


async def test_no_account_has_two_default_addresses(users: PostgresUsers) -> None:
    account = await an_account(users)

    with pytest.raises(asyncpg.UniqueViolationError):
        await users.save_addresses(account.id, [an_address(True), an_address(True)], NOW)


async def test_a_family_has_one_living_token_at_most(users: PostgresUsers) -> None:
    session = await a_session(users, await an_account(users), b"a" * 32)

    with pytest.raises(asyncpg.UniqueViolationError):
        await users.add_token(session.id, b"b" * 32, NOW)


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
    analyze accounts, sessions, refresh_tokens, login_failures, wishes;
"""


async def test_among_20_000_rows_the_old_ones_are_found_by_an_index(users: PostgresUsers) -> None:
    now = datetime.now(UTC)
    async with users._database.acquire() as connection:
        await connection.execute(A_MONTH_OF_20_000, timeout=300)

    for rows in (ROTATED_TOKENS, EXPIRED_SESSIONS, ENDED_SESSIONS, OLD_FAILURES, OLD_WISHES):
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
