"""A customer asks for a copy of everything, and leaves; the whole way is e2e/python/test_export_and_deletion.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest

from kit.ids import uuid7
from kit.people import Business, Held, Person, UnderWay
from souk_user.app import build
from souk_user.domain.invitations import Invitation
from souk_user.domain.second_factor import Factor, PendingLogin
from souk_user.settings import Settings
from souk_user.storage.people import PostgresAccountHolders
from souk_user.testing.people import read_code, signs_up
from souk_user.testing.rows import DAY, NOW, an_account
from testkit.clients import Caller, ServiceClient
from testkit.waiting import until

OUR_PAGE = {"sec-fetch-site": "same-origin"}
ASHA = {"name": "Asha Rao", "email": "asha@souk.example", "password": "korb-9-regen"}
PROOF = {"password": ASHA["password"]}
ORDER = Business(what="order", number="S-1", state="shipped")


@pytest.fixture
async def client(service_client) -> ServiceClient:
    client = await service_client(build, Settings, settings={"hashing_memory_kib": 64, "holders": ("order",)})
    client.calls.on("order", "POST", "/people/under-way", UnderWay(items=[]))
    return client


@pytest.fixture
async def asha(client: ServiceClient) -> Caller:
    """Signed in, by the cookies of her browser."""
    entered = await signs_up(client.with_headers(OUR_PAGE), client.deps.users, ASHA)
    headers = client.bearer("customer", UUID(entered.json()["id"]))
    return client.with_headers({**OUR_PAGE, **headers})


async def code_for(client: ServiceClient, asha: Caller) -> tuple[str, Mapping[str, str]]:
    asked = await asha.post("/me/deletion/code", json=PROOF)
    assert asked.status_code == 202, asked.text
    ticket = asked.headers["set-cookie"].partition(";")[0]
    code = await read_code(client.deps.users, UUID(ticket.partition("=")[2].partition(".")[0]))
    return code, {"cookie": ticket}


async def sql(client: ServiceClient, statement: str) -> Any:
    return await client.deps.users.fetchval(statement)


@pytest.mark.parametrize("path", ["/me/export", "/me/deletion/code"])
async def test_an_open_browser_is_not_enough(client: ServiceClient, asha: Caller, path: str) -> None:
    refused = await asha.post(path, json={"password": "not-hers-at-all"})

    assert (refused.status_code, refused.json()["code"]) == (401, "wrong-credentials")
    assert await sql(client, "select count(*) from exports") == 0


async def test_a_copy_waits_for_who_is_away_and_is_made_once_at_a_time(client: ServiceClient, asha: Caller) -> None:
    client.calls.lose("order", "POST", "/people/held")
    assert (await asha.get("/me/export")).json() == {"export": None}

    asked = await asha.post("/me/export", json=PROOF)
    again = await asha.post("/me/export", json=PROOF)

    assert (asked.status_code, again.status_code, again.json()["code"]) == (202, 409, "export-under-way")

    async def own_part_is_there() -> bool:
        return (await asha.get("/me/export")).json()["export"]["answered"] == 1

    await until(own_part_is_there)
    assert (await asha.get("/me/export")).json()["export"]["waiting_for"] == ["order"]
    early = await asha.get(f"/me/exports/{asked.json()['export']['id']}/document")
    assert early.status_code == 404
    await client.deps.privacy.sagas.stop()


async def test_a_copy_is_its_customers_alone_and_goes_after_a_week(client: ServiceClient, asha: Caller) -> None:
    client.calls.on("order", "POST", "/people/held", {"items": [], "next_cursor": None})
    export_id = (await asha.post("/me/export", json=PROOF)).json()["export"]["id"]
    await client.deps.privacy.sagas.settled()
    path = f"/me/exports/{export_id}/document"

    mine, others = await asha.get(path), await client.as_customer(uuid4()).get(path)
    without_login = await client.as_anyone().get(path)
    client.clock.advance(days=8)

    assert [each.status_code for each in (mine, others, without_login)] == [200, 404, 401]
    assert (mine.headers["content-type"], mine.content[:2]) == ("application/zip", b"PK")
    assert (await asha.get(path)).status_code == 404
    await client.deps.privacy.exports.remove_expired(client.clock.now())
    assert await sql(client, "select count(*) from exports") == 0


async def test_nobody_leaves_in_the_middle_of_an_order(client: ServiceClient, asha: Caller) -> None:
    client.calls.on("order", "POST", "/people/under-way", UnderWay(items=[ORDER]))

    refused = await asha.post("/me/deletion/code", json=PROOF)

    assert (refused.status_code, refused.json()["code"]) == (409, "business-under-way")
    assert refused.json()["facts"]["items"] == [{"what": "order", "number": "S-1", "state": "shipped"}]
    assert await sql(client, "select count(*) from kit_mails where kind = 'deletion-code'") == 0


async def test_a_wrong_code_deletes_nobody(client: ServiceClient, asha: Caller) -> None:
    code, ticket = await code_for(client, asha)

    wrong = await asha.post("/me/deletion", json={"code": f"{(int(code) + 1) % 10**6:06}"}, headers=ticket)
    elsewhere = await asha.post("/me/deletion", json={"code": code})

    assert (wrong.status_code, elsewhere.status_code) == (401, 401)
    assert await sql(client, "select closed_at is null from accounts") is True


async def test_who_leaves_is_signed_out_everywhere_at_once_and_gets_in_no_more(
    client: ServiceClient, asha: Caller
) -> None:
    code, ticket = await code_for(client, asha)

    gone = await asha.post("/me/deletion", json={"code": code}, headers=ticket)
    browser = client.with_headers(OUR_PAGE)
    back = await browser.post("/auth/customer/login", json={"email": ASHA["email"], "password": ASHA["password"]})
    by_code = await browser.post("/auth/customer/codes", json={"purpose": "log-in", "email": ASHA["email"]})

    assert gone.status_code == 204, gone.text
    assert "souk_session=" in gone.headers["set-cookie"]
    assert (await sql(client, "select count(*) from sessions"), back.status_code) == (0, 401)
    assert (by_code.status_code, await sql(client, "select count(*) from kit_mails where kind = 'log-in-code'")) == (
        202,
        0,
    )
    assert await sql(client, "select step from kit_sagas where kind = 'deletion'") == "settled"
    await client.deps.privacy.sagas.stop()


async def everything_of(holders: PostgresAccountHolders, person: Person) -> list[Held]:
    parts = [await holders.held(person, None)]
    while parts[-1].next_cursor:
        parts.append(await holders.held(person, parts[-1].next_cursor))
    return parts


async def test_an_authenticator_and_invitations_are_told_without_what_opens_them_and_go_with_the_account(
    client: ServiceClient, asha: Caller
) -> None:
    users, holders = client.deps.users, PostgresAccountHolders(client.deps.users._database)
    asha_id = UUID((await asha.get("/me")).json()["id"])
    person = Person(id=asha_id, email=ASHA["email"], phone=None)
    lila = await an_account(users, "lila@souk.example")
    to_her, by_her, of_others = (
        Invitation(uuid7(), "seller", "owner", None, email, by, NOW, NOW + DAY)
        for email, by in ((ASHA["email"], lila.id), ("friend@souk.example", asha_id), ("other@souk.example", lila.id))
    )
    async with users.transaction() as bound:
        for account_id in (asha_id, lila.id):
            await bound.save_factor(Factor(account_id, b"sealed-secret", confirmed_at=NOW))
            await bound.save_recovery_codes(account_id, [b"r" * 32])
            await bound.add_pending_login(PendingLogin(uuid7(), account_id, "customer", b"b" * 32, NOW + DAY))
        for token, invitation in zip((b"1", b"2", b"3"), (to_her, by_her, of_others), strict=True):
            await bound.add_invitation(invitation, token * 32)

    told = [item for part in await everything_of(holders, person) for item in part.items]
    await holders.forget(person)

    assert [item.item["second_factor_since"] for item in told if item.section == "account"] == [NOW.isoformat()]
    assert [item.item["role"] for item in told if item.section == "invitations"] == ["owner"]
    assert not any(secret in str(told) for secret in ("sealed", b"sealed-secret".hex(), (b"r" * 32).hex(), "token"))
    for table in ("second_factors", "recovery_codes", "pending_logins"):
        assert await sql(client, f"select array_agg(account_id) from {table}") == [lila.id]
    assert await sql(client, "select array_agg(id) from invitations") == [of_others.id]
