"""What the tables of accounts, addresses, codes and wishes hold to, whatever the code above them does."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import asyncpg
import pytest

from kit.mail import Channel
from souk_user.domain.accounts import EmailTaken, NoSuchAccount
from souk_user.domain.codes import Contact, PhoneTaken
from souk_user.domain.wishes import Wish
from souk_user.ports import UserStore
from souk_user.storage import PostgresUsers
from souk_user.testing.memory import MemoryUsers
from souk_user.testing.rows import ANNA, DAY, NOW, a_code, an_account, an_address


class AccountStoreBehaviour:
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


class TestMemory(AccountStoreBehaviour):
    @pytest.fixture
    def users(self) -> UserStore:
        return MemoryUsers()


class TestPostgres(AccountStoreBehaviour):
    pass


async def test_no_account_has_two_default_addresses(users: PostgresUsers) -> None:
    account = await an_account(users)

    with pytest.raises(asyncpg.UniqueViolationError):
        await users.save_addresses(account.id, [an_address(True), an_address(True)], NOW)
