"""Teams over HTTP, and each type of account with a way in of its own."""

from __future__ import annotations

import pytest

from kit.data.database import PostgresStore
from kit.http.tokens import UserType
from souk_user.actions.entering import new_account
from souk_user.domain.accounts import Credentials
from testkit.audits import audited
from testkit.clients import Caller, ServiceClient

PASSWORD = "korb-9-regen"


async def an_owner(client: ServiceClient, user_type: UserType = "admin") -> Caller:
    email = f"{user_type}@souk.example"
    account = await new_account(client.deps, user_type, Credentials(email, PASSWORD), "Olga Owner")
    async with client.deps.users.transaction() as users:
        await users.add_account(account)
    tokens = (await client.post(f"/auth/{user_type}/tokens", json={"email": email, "password": PASSWORD})).json()
    return client.with_headers({"authorization": f"Bearer {tokens['access_token']}"})


async def token_of(client: ServiceClient) -> str:
    store = PostgresStore(client.app.state.infra.database)
    return await store.fetchval("select facts ->> 'token' from kit_mails order by written_at desc limit 1")


async def test_from_an_invitation_to_a_member_and_out_again(client: ServiceClient) -> None:
    owner = await an_owner(client)
    invited = await owner.post("/team/admin/invitations", json={"email": "new@souk.example", "role": "moderator"})
    waiting = (await owner.get("/team/invitations")).json()["items"]
    body = {"token": await token_of(client), "name": "Nina New", "password": PASSWORD}
    joined = await client.post("/auth/admin/invitations/accept", json=body)
    again = await client.post("/auth/admin/invitations/accept", json=body)
    member = f"/team/{joined.json()['id']}"
    changed = await owner.put(f"{member}/role", json={"role": "owner"})
    team = (await owner.get("/team")).json()["items"]
    removed = await owner.delete(member)

    assert (invited.status_code, invited.json()) == (201, waiting[0])
    assert "souk_access_admin" in str(joined.headers)
    assert (again.status_code, again.json()["code"]) == (410, "invitation-over")
    assert (changed.status_code, removed.status_code) == (204, 204)
    assert [(each["name"], each["role"]) for each in team] == [("Olga Owner", "owner"), ("Nina New", "owner")]
    assert await audited(client) == [
        ("invite", {"user_type": "admin", "invitation_id": invited.json()["id"]}),
        ("change_role", {"member_id": joined.json()["id"]}),
        ("remove_member", {"member_id": joined.json()["id"]}),
    ]


async def test_only_owners_see_a_team(client: ServiceClient) -> None:
    owner = await an_owner(client)
    await owner.post("/team/admin/invitations", json={"email": "new@souk.example", "role": "moderator"})
    body = {"token": await token_of(client), "name": "Nina New", "password": PASSWORD}
    await client.post("/auth/admin/invitations/accept", json=body)
    known = {"email": "new@souk.example", "password": PASSWORD}
    tokens = (await client.post("/auth/admin/tokens", json=known)).json()
    moderator = client.with_headers({"authorization": f"Bearer {tokens['access_token']}"})

    assert (await moderator.get("/team")).json()["code"] == "permission-needed"
    assert (await client.as_customer().get("/team")).status_code == 403
    assert (await client.as_anyone().get("/team")).status_code == 401


async def test_a_seller_asks_nobody_into_the_shop(client: ServiceClient) -> None:
    seller = await an_owner(client, "seller")

    refused = await seller.post("/team/admin/invitations", json={"email": "new@souk.example", "role": "owner"})

    assert (refused.status_code, refused.json()["code"]) == (404, "not-in-your-team")


@pytest.mark.parametrize("user_type", ["customer", "seller", "admin"])
async def test_each_type_has_a_login_a_refresh_and_a_logout_of_its_own(
    client: ServiceClient, user_type: UserType
) -> None:
    await an_owner(client, user_type)
    known = {"email": f"{user_type}@souk.example", "password": PASSWORD}
    others = [each for each in ("customer", "seller", "admin") if each != user_type]

    elsewhere = [await client.post(f"/auth/{other}/login", json=known) for other in others]
    entered = await client.post(f"/auth/{user_type}/login", json=known)
    pairs = [header.partition(";")[0] for header in entered.headers.get_list("set-cookie")]
    page = client.with_headers({"sec-fetch-site": "same-origin", "cookie": "; ".join(pairs)})
    refreshed_elsewhere = [await page.post(f"/auth/{other}/refresh") for other in others]
    refreshed = await page.post(f"/auth/{user_type}/refresh")
    left = await page.delete(f"/auth/{user_type}/refresh")
    late = await page.post(f"/auth/{user_type}/refresh")

    assert [answer.status_code for answer in (*elsewhere, *refreshed_elsewhere)] == [401] * 4
    assert {f"souk_access_{user_type}", f"souk_refresh_{user_type}"} <= {pair.partition("=")[0] for pair in pairs}
    assert not [pair for pair in pairs for other in others if other in pair.partition("=")[0]]
    assert [answer.status_code for answer in (refreshed, left, late)] == [204, 204, 401]
