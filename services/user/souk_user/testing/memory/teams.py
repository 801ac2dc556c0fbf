"""Sellers' and admins' roles, and invitations into their teams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from kit.http.tokens import UserType
from souk_user.domain.accounts import Account
from souk_user.domain.invitations import Invitation
from souk_user.domain.roles import Role
from souk_user.testing.memory.rows import MemoryStore


class Teams(MemoryStore):
    async def list_team(self, user_type: UserType, organisation: UUID) -> Sequence[Account]:
        of_type = (each for each in self.rows.accounts.values() if each.type == user_type)
        team = [each for each in of_type if user_type == "admin" or each.team == organisation]
        return sorted(team, key=lambda each: (each.created_at, each.id))

    async def list_team_to_change(self, user_type: UserType, organisation: UUID) -> Sequence[Account]:
        return await self.list_team(user_type, organisation)

    async def save_role(self, account_id: UUID, role: Role, organisation: UUID | None) -> None:
        kept = self.rows.accounts[account_id]
        self.rows.accounts[account_id] = replace(kept, role=role, organisation=organisation)

    async def add_invitation(self, invitation: Invitation, token_hash: bytes) -> None:
        self.rows.invitations[token_hash] = invitation

    async def list_invitations(self, user_type: UserType, organisation: UUID, now: datetime) -> Sequence[Invitation]:
        waiting = [each for each in self.rows.invitations.values() if each.is_open(now)]
        theirs = [each for each in waiting if _is_of(each, user_type, organisation)]
        return sorted(theirs, key=lambda each: each.created_at, reverse=True)

    async def find_invitation_to_accept(self, token_hash: bytes) -> Invitation | None:
        return self.rows.invitations.get(token_hash)

    async def save_accepted(self, invitation_id: UUID, now: datetime) -> None:
        self._change(invitation_id, accepted_at=now)

    async def revoke_invitation(
        self, invitation_id: UUID, user_type: UserType, organisation: UUID, now: datetime
    ) -> bool:
        kept = next((each for each in self.rows.invitations.values() if each.id == invitation_id), None)
        if kept is None or kept.accepted_at or kept.revoked_at or not _is_of(kept, user_type, organisation):
            return False
        self._change(invitation_id, revoked_at=now)
        return True

    async def remove_invitations_before(self, moment: datetime) -> None:
        async with self._changing() as rows:
            rows.invitations = {key: each for key, each in rows.invitations.items() if each.expires_at >= moment}

    def _change(self, invitation_id: UUID, **change: datetime) -> None:
        for key, each in self.rows.invitations.items():
            if each.id == invitation_id:
                self.rows.invitations[key] = replace(each, **change)


def _is_of(invitation: Invitation, user_type: UserType, organisation: UUID) -> bool:
    own = (invitation.user_type, invitation.organisation) == (user_type, organisation)
    return user_type == "admin" or own
