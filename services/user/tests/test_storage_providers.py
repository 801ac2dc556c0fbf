"""What the tables of logins at providers hold to, whatever the code above them does."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from kit.ids import uuid7
from souk_user.domain.providers import (
    Identity,
    LinkedAlready,
    LinkedElsewhere,
    LinkedLogin,
    NoSuchLinkedLogin,
    ProviderLogin,
)
from souk_user.ports import UserStore
from souk_user.testing.memory import MemoryUsers
from souk_user.testing.rows import ANNA, DAY, NOW, an_account

ISSUER = "https://id.example"


def a_link(account_id: UUID, subject: str = "1", issuer: str = ISSUER) -> LinkedLogin:
    return LinkedLogin(uuid7(), account_id, issuer, subject, ANNA, NOW, NOW)


class ProviderLoginStoreBehaviour:
    """What actions rely on, in PostgreSQL and in the memory that their tests run on."""

    async def test_a_login_is_found_by_its_browser_keeps_who_waits_and_goes_when_it_is_over(
        self, users: UserStore
    ) -> None:
        account = await an_account(users)
        begun = ProviderLogin(uuid7(), "local", account.id, b"x" * 32, NOW + DAY)
        await users.add_provider_login(begun)

        async with users.transaction() as bound:
            assert await bound.find_provider_login_to_use(begun.id, b"y" * 32) is None
            assert await bound.find_provider_login_to_use(begun.id, b"x" * 32) == begun
            waiting = begun.back(NOW).waiting(Identity(ISSUER, "1", ANNA, "Anna"), NOW)
            await bound.save_provider_login(waiting)
        async with users.transaction() as bound:
            assert await bound.find_provider_login_to_use(begun.id, b"x" * 32) == waiting

        await users.remove_provider_logins_before(waiting.expires_at)
        async with users.transaction() as bound:
            assert await bound.find_provider_login_to_use(begun.id, b"x" * 32) == waiting
        await users.remove_provider_logins_before(waiting.expires_at + DAY)
        async with users.transaction() as bound:
            assert await bound.find_provider_login_to_use(begun.id, b"x" * 32) is None

    async def test_a_subject_opens_one_account_and_an_issuer_has_one_login_there(self, users: UserStore) -> None:
        anna, ravi = await an_account(users), await an_account(users, "ravi@souk.example")
        link = a_link(anna.id)
        async with users.transaction() as bound:
            await bound.add_linked_login(link)
            await bound.add_linked_login(replace(link, id=uuid7()))  # again is no error
            await bound.add_linked_login(a_link(anna.id, issuer="https://another.example"))

        for other, refusal in ((a_link(ravi.id), LinkedElsewhere), (a_link(anna.id, "2"), LinkedAlready)):
            with pytest.raises(refusal):
                async with users.transaction() as bound:
                    await bound.add_linked_login(other)
        assert await users.find_linked_account(ISSUER, "1") == anna
        assert await users.find_linked_account(ISSUER, "2") is None
        assert len(await users.list_linked_logins(anna.id)) == 2

    async def test_a_link_is_its_owners_to_remove(self, users: UserStore) -> None:
        anna = await an_account(users)
        link = a_link(anna.id)
        async with users.transaction() as bound:
            await bound.add_linked_login(link)
            await bound.save_linked_login_used(ISSUER, "1", NOW + DAY)

        async with users.transaction() as bound:
            with pytest.raises(NoSuchLinkedLogin):
                await bound.remove_linked_login(uuid4(), link.id)
            assert await bound.remove_linked_login(anna.id, link.id) == replace(link, used_at=NOW + DAY)
        assert await users.list_linked_logins(anna.id) == []


class TestMemory(ProviderLoginStoreBehaviour):
    @pytest.fixture
    def users(self) -> UserStore:
        return MemoryUsers()


class TestPostgres(ProviderLoginStoreBehaviour):
    pass
