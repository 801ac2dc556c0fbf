"""Who is in a team, what each of them may do, and how somebody comes in."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest

from kit.http.auth import User
from kit.http.denials import PermissionNeeded
from kit.http.limits import TooMany
from kit.http.tokens import UserType
from souk_user.actions.deps import Deps
from souk_user.actions.entering import Entered, admit, log_in, new_account
from souk_user.actions.sessions import refresh
from souk_user.actions.teams import (
    MOST_INVITATIONS_AN_HOUR,
    Wanted,
    accept,
    change_role,
    invite,
    list_invitations,
    list_team,
    remove_member,
    revoke,
)
from souk_user.domain.accounts import Credentials, EmailTaken, WeakPassword
from souk_user.domain.invitations import InvitationOver, NoSuchInvitation
from souk_user.domain.roles import ROLES, LastOwner, NotInYourTeam, Role, StaffType, UnknownRole
from souk_user.domain.sessions import SessionOver
from souk_user.storage import PostgresUsers
from souk_user.testing.codes import ELSEWHERE, HERE, mails
from souk_user.testing.people import whole
from testkit.clock import ManualClock
from testkit.mail import rendered
from testkit.waiting import until

PASSWORD = "korb-9-regen"
CONTRACTS = Path(__file__).parents[3] / "contracts" / "openapi"


async def an_owner(deps: Deps, user_type: UserType = "admin", email: str = "owner@souk.example") -> User:
    account = await new_account(deps, user_type, Credentials(email, PASSWORD), "Olga Owner")
    async with deps.users.transaction() as users:
        await users.add_account(account)
        entered = await admit(deps, users, account, HERE)
    return user_of(deps, entered)


def user_of(deps: Deps, entered: Entered) -> User:
    claims = deps.signing.public_keys().claims_of(entered.tokens.access)
    return User(claims.user_id, claims.type, claims.session_id, claims.permissions, claims.team)


async def joins(deps: Deps, owner: User, role: Role, email: str = "new@souk.example", as_: StaffType = "admin") -> User:
    await invite(deps, owner, Wanted(email, as_, role))
    return user_of(deps, whole(await accept(deps, as_, token_of(deps), "Nina New", PASSWORD, ELSEWHERE)))


def token_of(deps: Deps) -> str:
    return str(mails(deps)[-1].facts["token"])


def test_each_permission_that_a_route_names_is_an_owners_and_none_is_without_a_route() -> None:
    named: dict[str, set[str]] = {"seller": set(), "admin": set()}
    for document in CONTRACTS.glob("*.json"):
        for path in json.loads(document.read_text("utf-8"))["paths"].values():
            for caller in [each for operation in path.values() for each in operation["x-callers"]]:
                if found := re.fullmatch(r"([a-z,]+):([a-z]+:[a-z]+)", caller):
                    for user_type in found[1].split(","):
                        named[user_type].add(found[2])

    for user_type in ("seller", "admin"):
        assert named[user_type] == ROLES[user_type]["owner"]
        for role, permissions in ROLES[user_type].items():
            assert permissions <= ROLES[user_type]["owner"], role


async def test_who_is_invited_sets_a_password_and_may_do_what_the_role_includes(deps: Deps) -> None:
    owner = await an_owner(deps)

    member = await joins(deps, owner, "support-agent")

    assert (member.type, member.permissions) == ("admin", ROLES["admin"]["support-agent"])
    assert owner.permissions == ROLES["admin"]["owner"]
    again = whole(await log_in(deps, "admin", Credentials("new@souk.example", PASSWORD), HERE))
    assert user_of(deps, again).permissions == member.permissions
    assert again.account.email_verified_at is not None
    assert [each.role for each in await list_team(deps, owner)] == [None, "support-agent"]


async def test_a_sellers_token_names_the_team_whoever_founded_it(deps: Deps) -> None:
    founder = await an_owner(deps, "seller")

    member = await joins(deps, founder, "catalogue-editor", as_="seller")

    assert (founder.team, member.team) == (founder.id, founder.id)
    assert member.permissions == {"products:edit"}
    again = whole(await log_in(deps, "seller", Credentials("new@souk.example", PASSWORD), HERE))
    assert user_of(deps, again).team == founder.id
    assert (await an_owner(deps, "admin", "admin@souk.example")).team is None


async def test_an_invitation_is_good_once_for_a_week_and_its_type_of_account(deps: Deps, clock: ManualClock) -> None:
    owner = await an_owner(deps)
    await invite(deps, owner, Wanted("new@souk.example", "admin", "moderator"))
    token = token_of(deps)

    for wrong in (accept(deps, "seller", token, "N", PASSWORD, HERE), accept(deps, "admin", "x", "N", PASSWORD, HERE)):
        with pytest.raises(InvitationOver):
            await wrong
    with pytest.raises(WeakPassword):
        await accept(deps, "admin", token, "N", "short", HERE)
    await accept(deps, "admin", token, "Nina", PASSWORD, HERE)
    with pytest.raises(InvitationOver):
        await accept(deps, "admin", token, "Nina", PASSWORD, HERE)

    await invite(deps, owner, Wanted("late@souk.example", "admin", "moderator"))
    clock.advance(days=7)
    with pytest.raises(InvitationOver):
        await accept(deps, "admin", token_of(deps), "Lata", PASSWORD, HERE)


async def test_an_invitation_that_is_revoked_opens_nothing(deps: Deps) -> None:
    owner = await an_owner(deps)
    waiting = await invite(deps, owner, Wanted("new@souk.example", "admin", "owner"))
    assert [each.id for each in await list_invitations(deps, owner)] == [waiting.id]

    await revoke(deps, owner, waiting.id)

    with pytest.raises(InvitationOver):
        await accept(deps, "admin", token_of(deps), "Nina", PASSWORD, HERE)
    assert await list_invitations(deps, owner) == []
    with pytest.raises(NoSuchInvitation):
        await revoke(deps, owner, waiting.id)


async def test_an_invitation_is_good_for_as_long_as_who_wrote_it_is_an_owner(deps: Deps) -> None:
    owner = await an_owner(deps)
    former = await joins(deps, owner, "owner")
    await invite(deps, former, Wanted("friend@souk.example", "admin", "owner"))
    token = token_of(deps)

    await remove_member(deps, owner, former.id)

    with pytest.raises(InvitationOver):
        await accept(deps, "admin", token, "Frieda", PASSWORD, ELSEWHERE)


async def test_nobody_takes_an_account_over_by_an_invitation(deps: Deps) -> None:
    owner = await an_owner(deps)
    other = await an_owner(deps, "admin", "other@souk.example")
    await invite(deps, owner, Wanted("other@souk.example", "admin", "support-agent"))

    with pytest.raises(EmailTaken):
        await accept(deps, "admin", token_of(deps), "Thief", "another-9-words", HERE)

    await log_in(deps, "admin", Credentials("other@souk.example", PASSWORD), HERE)
    assert (await deps.users.get_account(other.id)).role is None


async def test_a_changed_role_counts_from_the_next_refresh_on(deps: Deps) -> None:
    owner = await an_owner(deps)
    await invite(deps, owner, Wanted("new@souk.example", "admin", "moderator"))
    entered = whole(await accept(deps, "admin", token_of(deps), "Nina", PASSWORD, HERE))

    await change_role(deps, owner, entered.account.id, "content-editor")

    tokens = await refresh(deps, "admin", entered.tokens.refresh)
    claims = deps.signing.public_keys().claims_of(tokens.access)
    assert claims.permissions == {"content:edit", "articles:edit"}


async def test_who_is_removed_is_out_may_do_nothing_and_may_be_invited_again(deps: Deps) -> None:
    owner = await an_owner(deps)
    await invite(deps, owner, Wanted("new@souk.example", "admin", "owner"))
    entered = whole(await accept(deps, "admin", token_of(deps), "Nina", PASSWORD, HERE))

    await remove_member(deps, owner, entered.account.id)

    with pytest.raises(SessionOver):
        await refresh(deps, "admin", entered.tokens.refresh)
    with pytest.raises(SessionOver):  # with the token that lives for ten minutes yet
        await invite(deps, user_of(deps, entered), Wanted("friend@souk.example", "admin", "owner"))
    again = whole(await log_in(deps, "admin", Credentials("new@souk.example", PASSWORD), HERE))
    assert user_of(deps, again).permissions == frozenset()
    back = await joins(deps, owner, "moderator")
    assert (back.id, back.permissions) == (entered.account.id, ROLES["admin"]["moderator"])


async def test_an_owner_whose_role_was_taken_does_nothing_more_with_an_old_token(deps: Deps) -> None:
    owner = await an_owner(deps)
    former = await joins(deps, owner, "owner")
    await change_role(deps, owner, former.id, "moderator")

    assert "team:manage" in (former.permissions or ())
    for attempt in (
        change_role(deps, former, former.id, "owner"),
        remove_member(deps, former, owner.id),
        invite(deps, former, Wanted("friend@souk.example", "admin", "owner")),
        list_team(deps, former),
    ):
        with pytest.raises(PermissionNeeded):
            await attempt


async def test_a_team_keeps_an_owner_whoever_goes_first(real_deps: Deps, users: PostgresUsers) -> None:
    first = await an_owner(real_deps)
    with pytest.raises(LastOwner):
        await change_role(real_deps, first, first.id, "moderator")
    second = await an_owner(real_deps, "admin", "second@souk.example")

    async def waits() -> bool:
        waiting = (
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
        )
        return meanwhile.done() or bool(await users.fetchval(waiting))

    async with users.transaction() as deciding:
        await deciding.list_team_to_change("admin", first.id)
        meanwhile = asyncio.create_task(remove_member(real_deps, second, first.id))
        await until(waits)
        await deciding.save_role(second.id, "moderator", None)

    with pytest.raises(PermissionNeeded):
        await meanwhile
    team = await users.list_team("admin", first.id)
    assert {each.id: each.role for each in team} == {first.id: None, second.id: "moderator"}


async def test_sellers_are_a_team_by_organisation(deps: Deps) -> None:
    admin = await an_owner(deps)
    ravi = await joins(deps, admin, "owner", "ravi@souk.example", "seller")
    lila = await joins(deps, admin, "owner", "lila@souk.example", "seller")
    helper = await joins(deps, ravi, "support-agent", "help@souk.example", "seller")

    assert {each.id for each in await list_team(deps, ravi)} == {ravi.id, helper.id}
    assert {each.id for each in await list_team(deps, lila)} == {lila.id}
    for foreign in (change_role(deps, lila, helper.id, "owner"), remove_member(deps, admin, helper.id)):
        with pytest.raises(NotInYourTeam):
            await foreign
    waiting = await invite(deps, ravi, Wanted("more@souk.example", "seller", "owner"))
    assert await list_invitations(deps, lila) == []
    with pytest.raises(NoSuchInvitation):
        await revoke(deps, lila, waiting.id)


async def test_a_role_is_one_of_its_type_and_an_owner_writes_to_no_end_of_people(deps: Deps) -> None:
    owner = await an_owner(deps)
    for role in ("none", "moderator"):
        with pytest.raises(UnknownRole):
            await invite(deps, owner, Wanted("new@souk.example", "seller", role))

    for number in range(MOST_INVITATIONS_AN_HOUR):
        await invite(deps, owner, Wanted(f"n{number}@souk.example", "admin", "owner"))
    with pytest.raises(TooMany):
        await invite(deps, owner, Wanted("one-more@souk.example", "admin", "owner"))


async def test_the_mail_says_who_invites_and_holds_the_link(deps: Deps) -> None:
    owner = await an_owner(deps)
    await invite(deps, owner, Wanted("new@souk.example", "seller", "owner"))

    said = rendered("user", mails(deps)[-1])

    assert "Olga Owner" in said.text
    assert f"/login/invitation#type=seller&token={token_of(deps)}" in said.text
    assert mails(deps)[-1].code_until is not None
