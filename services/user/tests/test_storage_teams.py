"""What the tables of teams hold to, whatever the code above them does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from kit.http.tokens import UserType
from kit.ids import uuid7
from souk_user.domain.accounts import Account
from souk_user.domain.invitations import Invitation
from souk_user.domain.roles import StaffType
from souk_user.ports import UserStore
from souk_user.testing.memory import MemoryUsers
from souk_user.testing.rows import DAY, NOW


async def a_member(
    users: UserStore, email: str, user_type: UserType = "seller", organisation: UUID | None = None
) -> Account:
    account = Account(uuid7(), user_type, email, "Anna", None, "hash", NOW, organisation=organisation)
    async with users.transaction() as bound:
        await bound.add_account(account)
    return account


def an_invitation(by: Account, user_type: StaffType = "seller", organisation: UUID | None = None) -> Invitation:
    return Invitation(uuid7(), user_type, "owner", organisation, "new@souk.example", by.id, NOW, NOW + DAY)


class TeamStoreBehaviour:
    """What actions rely on, in PostgreSQL and in the memory that their tests run on."""

    async def test_sellers_are_a_team_by_organisation_and_admins_are_one(self, users: UserStore) -> None:
        ravi, lila = await a_member(users, "ravi@souk.example"), await a_member(users, "lila@souk.example")
        helper = await a_member(users, "help@souk.example", organisation=ravi.id)
        admins = [await a_member(users, f"{name}@souk.example", "admin") for name in ("one", "two")]

        def by_id(accounts: Sequence[Account]) -> list[Account]:
            return sorted(accounts, key=lambda each: each.id)  # made in the same moment, they have no other order

        assert by_id(await users.list_team("seller", ravi.id)) == by_id([ravi, helper])
        assert await users.list_team("seller", lila.id) == [lila]
        assert by_id(await users.list_team("admin", admins[0].id)) == by_id(admins)
        async with users.transaction() as bound:
            assert by_id(await bound.list_team_to_change("seller", ravi.id)) == by_id([ravi, helper])
            await bound.save_role(helper.id, "support-agent", lila.id)
        moved = replace(helper, role="support-agent", organisation=lila.id)
        assert by_id(await users.list_team("seller", lila.id)) == by_id([lila, moved])

    async def test_an_invitation_waits_until_it_is_accepted_revoked_or_old(self, users: UserStore) -> None:
        ravi, admin = await a_member(users, "ravi@souk.example"), await a_member(users, "one@souk.example", "admin")
        waiting = an_invitation(ravi, organisation=ravi.id)
        others = an_invitation(admin, organisation=None)
        async with users.transaction() as bound:
            await bound.add_invitation(waiting, b"a" * 32)
            await bound.add_invitation(others, b"b" * 32)

        assert await users.list_invitations("seller", ravi.id, NOW) == [waiting]
        assert {each.id for each in await users.list_invitations("admin", admin.id, NOW)} == {waiting.id, others.id}
        assert await users.list_invitations("seller", ravi.id, NOW + DAY) == []
        assert not await users.revoke_invitation(others.id, "seller", ravi.id, NOW)
        assert not await users.revoke_invitation(uuid4(), "admin", admin.id, NOW)
        async with users.transaction() as bound:
            assert await bound.find_invitation_to_accept(b"c" * 32) is None
            assert await bound.find_invitation_to_accept(b"a" * 32) == waiting
            await bound.save_accepted(waiting.id, NOW)
            assert await bound.find_invitation_to_accept(b"a" * 32) == replace(waiting, accepted_at=NOW)
        assert not await users.revoke_invitation(waiting.id, "seller", ravi.id, NOW)
        assert await users.revoke_invitation(others.id, "admin", admin.id, NOW)
        assert await users.list_invitations("admin", admin.id, NOW) == []
        await users.remove_invitations_before(NOW + DAY + DAY)
        async with users.transaction() as bound:
            assert await bound.find_invitation_to_accept(b"a" * 32) is None


class TestMemory(TeamStoreBehaviour):
    @pytest.fixture
    def users(self) -> UserStore:
        return MemoryUsers()


class TestPostgres(TeamStoreBehaviour):
    pass
