"""Roles of sellers and admins, and invitations into their teams."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kit.http.tokens import UserType
from souk_user.domain.accounts import Account
from souk_user.domain.invitations import Invitation
from souk_user.domain.roles import Role


class TeamStore(Protocol):
    async def list_team(self, user_type: UserType, organisation: UUID) -> Sequence[Account]:
        """All admins, or the sellers of one organisation."""
        ...

    async def list_team_to_change(self, user_type: UserType, organisation: UUID) -> Sequence[Account]:
        """Nobody else changes a role in it until the transaction ends."""
        ...

    async def save_role(self, account_id: UUID, role: Role, organisation: UUID | None) -> None: ...

    async def add_invitation(self, invitation: Invitation, token_hash: bytes) -> None: ...

    async def list_invitations(self, user_type: UserType, organisation: UUID, now: datetime) -> Sequence[Invitation]:
        """Those that wait and that an owner of this team may revoke."""
        ...

    async def find_invitation_to_accept(self, token_hash: bytes) -> Invitation | None:
        """Locked, so that it is accepted once."""
        ...

    async def save_accepted(self, invitation_id: UUID, now: datetime) -> None: ...

    async def revoke_invitation(
        self, invitation_id: UUID, user_type: UserType, organisation: UUID, now: datetime
    ) -> bool:
        """False where none of this team's waits under the id."""
        ...

    async def remove_invitations_before(self, moment: datetime) -> None: ...
