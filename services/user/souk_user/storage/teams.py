"""Sellers' and admins' roles, and invitations into their teams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime
from uuid import UUID

from kit.data import housekeeping
from kit.data.database import PostgresStore
from kit.data.housekeeping import OldRows
from kit.http.tokens import UserType
from souk_user.domain.accounts import Account
from souk_user.domain.invitations import MOST_LISTED, Invitation
from souk_user.domain.roles import Role
from souk_user.storage.accounts import ACCOUNT

OLD_INVITATIONS = OldRows("invitations", by="expires_at", where="expires_at < $1")
INVITATION = "id, user_type, role, organisation, email, invited_by, created_at, expires_at, accepted_at, revoked_at"
# Admins are one team; sellers are one with whom they share an organisation.
OF_TEAM = "type = $1 and (type = 'admin' or coalesce(organisation, id) = $2)"


class Teams(PostgresStore):
    async def list_team(self, user_type: UserType, organisation: UUID) -> Sequence[Account]:
        rows = await self.fetch(
            f"select {ACCOUNT} from accounts where {OF_TEAM} order by created_at, id", user_type, organisation
        )
        return [Account(**row) for row in rows]

    async def list_team_to_change(self, user_type: UserType, organisation: UUID) -> Sequence[Account]:
        """Under a lock of the team's, so that of two owners not both take the other's role away at once."""
        team = "admin" if user_type == "admin" else f"{user_type} {organisation}"
        await self.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"team {team}")
        return await self.list_team(user_type, organisation)

    async def save_role(self, account_id: UUID, role: Role, organisation: UUID | None) -> None:
        await self.execute(
            "update accounts set role = $2, organisation = $3 where id = $1", account_id, role, organisation
        )

    async def add_invitation(self, invitation: Invitation, token_hash: bytes) -> None:
        await self.execute(
            f"""insert into invitations ({INVITATION}, token_hash)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""",
            *astuple(invitation), token_hash,
        )  # fmt: skip

    async def list_invitations(self, user_type: UserType, organisation: UUID, now: datetime) -> Sequence[Invitation]:
        """Those that wait: of the shop's admins all, of a seller those of the organisation."""
        rows = await self.fetch(
            f"""select {INVITATION} from invitations
                 where accepted_at is null and revoked_at is null and expires_at > $3
                   and ($1 = 'admin' or (user_type = $1 and organisation = $2))
                 order by created_at desc, id limit $4""",
            user_type, organisation, now, MOST_LISTED,
        )  # fmt: skip
        return [Invitation(**row) for row in rows]

    async def find_invitation_to_accept(self, token_hash: bytes) -> Invitation | None:
        row = await self.fetchrow(f"select {INVITATION} from invitations where token_hash = $1 for update", token_hash)
        return Invitation(**row) if row else None

    async def save_accepted(self, invitation_id: UUID, now: datetime) -> None:
        await self.execute("update invitations set accepted_at = $2 where id = $1", invitation_id, now)

    async def revoke_invitation(
        self, invitation_id: UUID, user_type: UserType, organisation: UUID, now: datetime
    ) -> bool:
        revoked = await self.fetchval(
            """update invitations set revoked_at = $4
                where id = $1 and accepted_at is null and revoked_at is null
                  and ($2 = 'admin' or (user_type = $2 and organisation = $3)) returning true""",
            invitation_id, user_type, organisation, now,
        )  # fmt: skip
        return bool(revoked)

    async def remove_invitations_before(self, moment: datetime) -> None:
        await housekeeping.remove(self._database, OLD_INVITATIONS, moment)
