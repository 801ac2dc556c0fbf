"""Owners decide who is in their team and what each of them may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kit.audit import concerns
from kit.http.auth import User
from kit.http.denials import PermissionNeeded
from kit.http.tokens import UserType
from kit.ids import uuid7
from souk_user.actions.codes import HOUR_S
from souk_user.actions.deps import Deps
from souk_user.actions.entering import Entered, Pending, enter
from souk_user.actions.sessions import check_alive
from souk_user.domain.accounts import Account, EmailTaken, check_password
from souk_user.domain.devices import Client
from souk_user.domain.emails import usable_email
from souk_user.domain.invitations import LIFETIME, Invitation, InvitationOver, NoSuchInvitation, hash_of, new_token
from souk_user.domain.letters import invitation_letter
from souk_user.domain.roles import (
    NONE,
    OWNER,
    TEAM,
    LastOwner,
    NotInYourTeam,
    Role,
    StaffType,
    check_role,
    permissions_of,
)
from souk_user.ports import UserStore

MOST_INVITATIONS_AN_HOUR = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom an owner asks in, as what."""

    email: str
    user_type: StaffType
    role: Role


async def list_team(deps: Deps, user: User) -> Sequence[Account]:
    owner = await _owner(deps.users, user)
    return await deps.users.list_team(owner.type, owner.team)


async def change_role(deps: Deps, user: User, member_id: UUID, role: Role) -> None:
    """Their next access token has it, ten minutes from now at most."""
    check_role(role, user.type)
    await check_alive(deps, user)
    async with deps.users.transaction() as users:
        member = await _member(users, user, member_id, role)
        await users.save_role(member.id, role, member.organisation)


async def remove_member(deps: Deps, user: User, member_id: UUID) -> None:
    """The account stays, for who is named in the trail; it may do nothing and is signed out."""
    await check_alive(deps, user)
    async with deps.users.transaction() as users:
        member = await _member(users, user, member_id, NONE)
        await users.save_role(member.id, NONE, member.organisation)
        await users.end_sessions_of(member.id, "removed", deps.clock.now())
        await users.end_pending_of(member.id)


async def invite(deps: Deps, user: User, wanted: Wanted) -> Invitation:
    """Whether somebody has an account is not looked at: who reads the mail is told when they accept."""
    check_role(wanted.role, wanted.user_type)
    await check_alive(deps, user)
    await deps.limits.hit("invitations", str(user.id), most=MOST_INVITATIONS_AN_HOUR, per_s=HOUR_S)
    host, token, now = await _owner(deps.users, user), new_token(), deps.clock.now()
    # An admin asks sellers in to found an organisation of their own; owners ask into theirs.
    organisation = host.team if user.type == "seller" else None
    email = usable_email(wanted.email)
    invitation = Invitation(uuid7(), wanted.user_type, wanted.role, organisation, email, user.id, now, now + LIFETIME)
    concerns(invitation_id=invitation.id)
    async with deps.users.transaction() as users:
        await users.add_invitation(invitation, hash_of(token))
        await users.post(invitation_letter(invitation, token, host))
    return invitation


async def list_invitations(deps: Deps, user: User) -> Sequence[Invitation]:
    owner = await _owner(deps.users, user)
    return await deps.users.list_invitations(owner.type, owner.team, deps.clock.now())


async def revoke(deps: Deps, user: User, invitation_id: UUID) -> None:
    await check_alive(deps, user)
    async with deps.users.transaction() as users:
        owner = await _owner(users, user)
        if not await users.revoke_invitation(invitation_id, owner.type, owner.team, deps.clock.now()):
            raise NoSuchInvitation


async def accept(
    deps: Deps, user_type: UserType, token: str, name: str, password: str, client: Client
) -> Entered | Pending:
    """Who reads the mail sets a password and is in; an account that was removed from a team comes back by it."""
    await deps.limits.hit("accepting", client.address, most=deps.code_limits.tries_per_address, per_s=HOUR_S)
    check_password(password, "", deps.breached)
    password_hash, now = await deps.passwords.hash(password), deps.clock.now()
    async with deps.users.transaction() as users:
        invitation = await users.find_invitation_to_accept(hash_of(token))
        if invitation is None or invitation.user_type != user_type or not invitation.is_open(now):
            raise InvitationOver
        if not _is_owner(await users.get_account(invitation.invited_by)):  # any more: nobody comes back by a friend
            raise InvitationOver
        account = await _joined(deps, users, invitation, name, password_hash)
        await users.save_accepted(invitation.id, now)
        return await enter(deps, users, account, client)


async def forget_old_invitations(deps: Deps) -> None:
    await deps.users.remove_invitations_before(deps.clock.now())


async def _owner(users: UserStore, user: User) -> Account:
    """By the role that is kept: a token says for ten minutes what was so before."""
    owner = await users.get_account(user.id)
    if not _is_owner(owner):
        raise PermissionNeeded(TEAM)
    return owner


def _is_owner(account: Account) -> bool:
    return TEAM in (permissions_of(account.type, account.role) or ())


async def _member(users: UserStore, user: User, member_id: UUID, role: Role) -> Account:
    """Of the owner's own team, which goes on having an owner."""
    account = await users.get_account(user.id)
    team = await users.list_team_to_change(account.type, account.team)
    if not any(each.id == user.id and _is_owner(each) for each in team):  # also who lost the role a moment ago
        raise PermissionNeeded(TEAM)
    member = next((each for each in team if each.id == member_id), None)
    if member is None:
        raise NotInYourTeam
    owners = {each.id for each in team if (each.role or OWNER) == OWNER}
    if role != OWNER and owners == {member.id}:
        raise LastOwner
    return member


async def _joined(deps: Deps, users: UserStore, invitation: Invitation, name: str, password_hash: str) -> Account:
    now, kept = deps.clock.now(), await users.find_account(invitation.user_type, invitation.email)
    if kept is None:
        new = Account(
            uuid7(), invitation.user_type, invitation.email, name, None, password_hash, now, now,
            role=invitation.role, organisation=invitation.organisation,
        )  # fmt: skip
        await users.add_account(new)
        return new
    if kept.role != NONE:
        raise EmailTaken
    await users.save_password_hash(kept.id, password_hash)
    await users.save_role(kept.id, invitation.role, invitation.organisation)
    return await users.get_account(kept.id)
