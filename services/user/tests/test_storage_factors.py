"""What the tables of the second factor hold to, whatever the code above them does."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from kit.ids import uuid7
from souk_user.domain.second_factor import Factor, PendingLogin
from souk_user.ports import UserStore
from souk_user.testing.memory import MemoryUsers
from souk_user.testing.rows import DAY, NOW, an_account


class FactorStoreBehaviour:
    """What actions rely on, in PostgreSQL and in the memory that their tests run on."""

    async def test_a_factor_is_one_for_an_account_and_goes_with_its_recovery_codes(self, users: UserStore) -> None:
        account = await an_account(users)
        factor = Factor(account.id, b"sealed")
        async with users.transaction() as bound:
            await bound.save_factor(factor)
            await bound.save_factor(replace(factor, sealed_secret=b"again"))
            await bound.save_factor(replace(factor, confirmed_at=NOW, last_step=7))
            await bound.save_recovery_codes(account.id, [b"a" * 32, b"b" * 32])

        assert await users.find_factor(account.id) == replace(factor, confirmed_at=NOW, last_step=7)
        assert await users.find_factor(uuid4()) is None
        async with users.transaction() as bound:
            assert await bound.find_factor_to_use(account.id) == await bound.find_factor(account.id)
            await bound.remove_factor(account.id)
        assert await users.find_factor(account.id) is None
        assert await users.count_recovery_codes(account.id) == 0

    async def test_a_recovery_code_is_used_once(self, users: UserStore) -> None:
        account = await an_account(users)
        async with users.transaction() as bound:
            await bound.save_factor(Factor(account.id, b"sealed"))
            await bound.save_recovery_codes(account.id, [b"o" * 32])
            await bound.save_recovery_codes(account.id, [b"a" * 32, b"b" * 32])

        async with users.transaction() as bound:
            used = [await bound.use_recovery_code(account.id, letter * 32) for letter in (b"a", b"a", b"o")]

        assert used == [True, False, False]
        assert await users.count_recovery_codes(account.id) == 1

    async def test_a_login_that_waits_is_found_by_its_browser_and_goes_when_it_is_over(self, users: UserStore) -> None:
        account = await an_account(users)
        pending, other = (
            PendingLogin(uuid7(), account.id, account.type, letter * 32, NOW + DAY) for letter in (b"x", b"z")
        )
        async with users.transaction() as bound:
            await bound.add_pending_login(pending)
            await bound.add_pending_login(other)

        async with users.transaction() as bound:
            assert await bound.find_pending_to_try(pending.id, b"y" * 32) is None
            assert await bound.find_pending_to_try(pending.id, b"x" * 32) == pending
            await bound.save_pending(replace(pending, tries=2, used_at=NOW))

        async with users.transaction() as bound:
            assert await bound.find_pending_to_try(pending.id, b"x" * 32) == replace(pending, tries=2, used_at=NOW)
            await bound.end_pending_of(account.id)
            assert await bound.find_pending_to_try(pending.id, b"x" * 32) is None
            await bound.add_pending_login(replace(other, id=uuid7(), expires_at=NOW))
            await bound.add_pending_login(other)
        await users.remove_pending_before(NOW + DAY)
        async with users.transaction() as bound:
            assert await bound.find_pending_to_try(other.id, b"z" * 32) == other


class TestMemory(FactorStoreBehaviour):
    @pytest.fixture
    def users(self) -> UserStore:
        return MemoryUsers()


class TestPostgres(FactorStoreBehaviour):
    pass
