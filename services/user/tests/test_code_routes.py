"""Codes over HTTP: the browser's cookie, and answers that tell nothing."""

from __future__ import annotations

import httpx
import pytest

from kit.data.database import PostgresStore
from souk_user.testing.people import signs_up
from testkit.clients import ServiceClient

ASHA = {"email": "asha@souk.example", "password": "korb-9-regen"}


@pytest.fixture
async def asha(client: ServiceClient) -> ServiceClient:
    assert (await signs_up(client, client.deps.users, {"name": "Asha", **ASHA})).status_code == 201
    client.cookies.clear()
    return client


async def code_of(client: ServiceClient) -> str:
    store = PostgresStore(client.app.state.infra.database)
    return await store.fetchval(
        "select facts ->> 'code' from kit_mails where facts ? 'code' order by written_at desc limit 1"
    )


def shown(answer: httpx.Response) -> dict[str, str]:
    """The cookie of a code, which a browser shows to our API behind the gateway."""
    return {"cookie": answer.headers["set-cookie"].partition(";")[0]}


async def test_a_code_signs_the_browser_in_that_asked_for_it(asha: ServiceClient) -> None:
    asked = await asha.post("/auth/customer/codes", json={"purpose": "log-in", "email": ASHA["email"]})
    assert (asked.status_code, asked.json()) == (202, {"expires_in": 600})
    assert "httponly" in asked.headers["set-cookie"].lower()

    answer = await asha.post("/auth/customer/codes/log-in", json={"code": await code_of(asha)}, headers=shown(asked))

    assert (answer.status_code, answer.json()["email_verified"]) == (200, True)
    assert "souk_access_customer" in answer.headers["set-cookie"]


async def test_the_answer_is_the_same_for_an_address_without_an_account(asha: ServiceClient) -> None:
    answers = [
        await asha.post("/auth/customer/codes", json={"purpose": purpose, "email": email})
        for purpose in ("log-in", "reset")
        for email in (ASHA["email"], "nobody@souk.example", "no address at all")
    ]

    assert {(answer.status_code, answer.text) for answer in answers} == {(202, '{"expires_in":600}')}
    assert len({len(answer.headers["set-cookie"]) for answer in answers}) == 1


async def test_a_wrong_code_a_strange_browser_and_an_unknown_account_get_one_answer(asha: ServiceClient) -> None:
    strange = await asha.post("/auth/customer/codes/log-in", json={"code": "123456"})
    await asha.post("/auth/customer/codes", json={"purpose": "log-in", "email": "nobody@souk.example"})
    unknown = await asha.post("/auth/customer/codes/log-in", json={"code": "123456"})
    asked = await asha.post("/auth/customer/codes", json={"purpose": "log-in", "email": ASHA["email"]})
    wrong = await asha.post("/auth/customer/codes/log-in", json={"code": "no digits"}, headers=shown(asked))

    assert {(each.status_code, each.json()["cause"], each.json()["fix"]) for each in (strange, unknown, wrong)} == {
        (401, wrong.json()["cause"], wrong.json()["fix"])
    }


@pytest.mark.parametrize(
    "body",
    [
        {"purpose": "log-in"},
        {"purpose": "log-in", "email": "a@b.example", "phone": "9800000000"},
        {"purpose": "reset", "phone": "9800000000"},
        {"purpose": "contact", "email": "a@b.example"},
        {"purpose": "log-in", "email": "a" * 300},
    ],
)
async def test_what_makes_no_sense_is_refused(client: ServiceClient, body: dict[str, str]) -> None:
    assert (await client.post("/auth/customer/codes", json=body)).status_code == 400


async def test_a_foreign_page_can_neither_ask_nor_answer(client: ServiceClient) -> None:
    headers = {"sec-fetch-site": "cross-site"}
    for path, body in (
        ("/auth/customer/codes", {"purpose": "log-in", "email": ASHA["email"]}),
        ("/auth/customer/codes/log-in", {"code": "123456"}),
        ("/auth/customer/codes/reset", {"code": "123456", "password": "neue-9-worte"}),
    ):
        assert (await client.post(path, json=body, headers=headers)).status_code == 403


async def test_a_new_password_by_code(asha: ServiceClient) -> None:
    asked = await asha.post("/auth/customer/codes", json={"purpose": "reset", "email": ASHA["email"]})
    code, browser = await code_of(asha), shown(asked)

    weak = await asha.post("/auth/customer/codes/reset", json={"code": code, "password": "iloveyou1"}, headers=browser)
    done = await asha.post(
        "/auth/customer/codes/reset", json={"code": code, "password": "neue-9-worte"}, headers=browser
    )

    assert (weak.status_code, done.status_code) == (422, 200)
    asha.cookies.clear()
    old = await asha.post("/auth/customer/login", json=ASHA)
    new = await asha.post("/auth/customer/login", json={**ASHA, "password": "neue-9-worte"})
    assert (old.status_code, new.status_code) == (401, 200)


async def test_a_new_address_by_code(asha: ServiceClient) -> None:
    tokens = (await asha.post("/auth/customer/tokens", json=ASHA)).json()
    headers = {"authorization": f"Bearer {tokens['access_token']}"}

    asked = await asha.post(
        "/me/contacts", json={"email": "rao@souk.example", "password": ASHA["password"]}, headers=headers
    )
    changed = await asha.post(
        "/me/contacts/code", json={"code": await code_of(asha)}, headers={**headers, **shown(asked)}
    )

    assert (asked.status_code, changed.status_code) == (202, 200)
    assert (changed.json()["email"], changed.json()["email_verified"]) == ("rao@souk.example", True)
