from __future__ import annotations

from uuid import uuid4

from souk_user.actions.entering import new_account
from souk_user.domain.accounts import Credentials
from testkit.clients import Caller, ServiceClient

HOME = {
    "name": "Asha Rao", "phone": "+91 98000 00000", "line1": "12 MG Road", "city": "Mysuru",
    "state": "Karnataka", "postal_code": "570001", "country": "IN",
}  # fmt: skip


async def an_account(client: ServiceClient, email: str = "asha@souk.example") -> Caller:
    account = await new_account(client.deps, "customer", Credentials(email, "korb-9-regen"), "Asha Rao")
    async with client.deps.users.transaction() as users:
        await users.add_account(account)
    return client.as_customer(account.id)


async def test_a_profile_is_its_owners(client: ServiceClient) -> None:
    me = await an_account(client)

    changed = await me.patch("/me", json={"name": "Asha R.", "phone": "+91 98000 00000"})
    nothing = await me.patch("/me", json={"name": None})

    assert changed.json()["name"] == nothing.json()["name"] == "Asha R."
    assert (await client.get("/me")).status_code == 401
    assert (await client.as_customer(uuid4()).get("/me")).status_code == 404


async def test_addresses_are_kept_changed_and_removed(client: ServiceClient) -> None:
    me = await an_account(client)
    home = (await me.post("/me/addresses", json=HOME)).json()
    work = (await me.post("/me/addresses", json={**HOME, "line1": "1 Ring Road", "is_default": True})).json()

    await me.put(f"/me/addresses/{work['id']}", json={**HOME, "line1": "2 Ring Road"})
    kept = (await me.get("/me/addresses")).json()["items"]
    gone = await me.delete(f"/me/addresses/{work['id']}")

    assert [(each["line1"], each["is_default"]) for each in kept] == [("12 MG Road", False), ("2 Ring Road", True)]
    assert gone.status_code == 204
    assert (await me.get("/me/addresses")).json()["items"] == [{**home, "is_default": True}]


async def test_nobody_touches_another_ones_addresses(client: ServiceClient) -> None:
    asha, mala = await an_account(client), await an_account(client, "mala@souk.example")
    home = (await asha.post("/me/addresses", json=HOME)).json()

    assert (await mala.put(f"/me/addresses/{home['id']}", json=HOME)).status_code == 404
    await mala.delete(f"/me/addresses/{home['id']}")
    assert (await asha.get("/me/addresses")).json()["items"] == [home]
    assert (await mala.get("/me/addresses")).json()["items"] == []


async def test_an_indian_address_needs_a_pin_code(client: ServiceClient) -> None:
    me = await an_account(client)

    answer = await me.post("/me/addresses", json={**HOME, "postal_code": "012345"})

    assert [error["field"] for error in answer.json()["errors"]] == ["postal_code"]
