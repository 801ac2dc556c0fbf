"""Door 1: who is in a team of sellers or admins, and what each of them may do."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Response

from kit.http.auth import Anyone, User, staff
from kit.http.refusals import refuses
from kit.http.router import Router, depends
from souk_user.actions import teams
from souk_user.actions.deps import Deps
from souk_user.domain.accounts import EmailTaken, NoSuchAccount, WeakPassword
from souk_user.domain.emails import EmailUnusable
from souk_user.domain.invitations import InvitationOver, NoSuchInvitation
from souk_user.domain.roles import TEAM, LastOwner, NotInYourTeam, StaffType, UnknownRole
from souk_user.domain.second_factor import SecondFactorNeeded
from souk_user.domain.sessions import SessionOver, TooBusy
from souk_user.routes.answers import let_in
from souk_user.routes.browsers import KnockingClient, OurPagesOrNoBrowser
from souk_user.routes.cookies import BrowserCookies
from souk_user.schemas.mine import Me
from souk_user.schemas.teams import AcceptInvitation, InvitationList, InvitationView, Invite, RoleBody, TeamView

UserDeps = Annotated[Deps, depends(Deps)]
Owner = Annotated[User, staff(TEAM, "seller", "admin")]
router = Router()


@router.get("/team")
@refuses(NoSuchAccount)
async def show_team(owner: Owner, deps: UserDeps) -> TeamView:
    """The shop's admins, or the sellers of one's organisation."""
    return TeamView.of(await teams.list_team(deps, owner), owner.team)


@router.put("/team/{member_id}/role", status_code=204)
@refuses(SessionOver, NoSuchAccount, NotInYourTeam, LastOwner, UnknownRole)
async def change_role(member_id: UUID, body: RoleBody, owner: Owner, deps: UserDeps) -> None:
    """Counts with their next access token, within ten minutes."""
    await teams.change_role(deps, owner, member_id, body.role)


@router.delete("/team/{member_id}", status_code=204)
@refuses(SessionOver, NoSuchAccount, NotInYourTeam, LastOwner)
async def remove_member(member_id: UUID, owner: Owner, deps: UserDeps) -> None:
    """The account stays without any permission, and is signed out."""
    await teams.remove_member(deps, owner, member_id)


@router.post("/team/{user_type}/invitations", status_code=201)
@refuses(SessionOver, NoSuchAccount, EmailUnusable, UnknownRole, NotInYourTeam)
async def invite(user_type: StaffType, body: Invite, owner: Owner, deps: UserDeps) -> InvitationView:
    """An admin invites admins, and sellers who found an organisation; a seller invites into the own one."""
    if owner.type == "seller" and user_type != "seller":
        raise NotInYourTeam
    wanted = teams.Wanted(body.email, user_type, body.role)
    return InvitationView.model_validate(await teams.invite(deps, owner, wanted))


@router.get("/team/invitations")
@refuses(NoSuchAccount)
async def list_invitations(owner: Owner, deps: UserDeps) -> InvitationList:
    return InvitationList.of(await teams.list_invitations(deps, owner))


@router.delete("/team/invitations/{invitation_id}", status_code=204)
@refuses(SessionOver, NoSuchAccount, NoSuchInvitation)
async def revoke_invitation(invitation_id: UUID, owner: Owner, deps: UserDeps) -> None:
    await teams.revoke(deps, owner, invitation_id)


@router.post("/auth/{user_type}/invitations/accept", response_model=Me)
@refuses(InvitationOver, EmailTaken, WeakPassword, SecondFactorNeeded, TooBusy)
async def accept_invitation(
    user_type: StaffType,
    body: AcceptInvitation,
    _: Anyone,
    __: OurPagesOrNoBrowser,
    client: KnockingClient,
    response: Response,
    cookies: BrowserCookies,
    deps: UserDeps,
) -> Me | Response:
    """Sets a password and signs in."""
    outcome = await teams.accept(deps, user_type, body.token, body.name, body.password, client)
    return let_in(outcome, response, cookies)
