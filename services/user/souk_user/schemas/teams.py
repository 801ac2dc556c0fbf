"""Teams of sellers and admins, and invitations into them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contracts.people import Email, Words
from souk_user.domain.accounts import Account
from souk_user.domain.invitations import Invitation
from souk_user.domain.roles import OWNER, Role, StaffType
from souk_user.schemas.bodies import Body, Password


class MemberView(BaseModel):
    id: UUID
    name: str
    email: str
    role: Role

    @classmethod
    def of(cls, account: Account) -> Self:
        return cls(id=account.id, name=account.name, email=account.email, role=account.role or OWNER)


class TeamView(BaseModel):
    id: UUID | None = Field(description="Of a team of sellers: by it products name whose they are.")
    items: list[MemberView] = Field(description="Who was removed is among them, with the role none.")
    next_cursor: None = None

    @classmethod
    def of(cls, team: Sequence[Account], team_id: UUID | None) -> Self:
        return cls(id=team_id, items=[MemberView.of(member) for member in team])


class RoleBody(Body):
    role: Role


class Invite(Body):
    email: Email
    role: Role


class InvitationView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    email: str
    user_type: StaffType
    role: Role
    invited_by: UUID
    created_at: datetime
    expires_at: datetime


class InvitationList(BaseModel):
    items: list[InvitationView] = Field(description="Those that wait, the newest first.")
    next_cursor: None = None

    @classmethod
    def of(cls, invitations: Sequence[Invitation]) -> Self:
        return cls(items=[InvitationView.model_validate(each) for each in invitations])


class AcceptInvitation(Body):
    token: Annotated[str, StringConstraints(min_length=1, max_length=100)] = Field(description="From the mail's link.")
    name: Words
    password: Password
