from __future__ import annotations

from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from kit.http.tokens import USER_TYPES, UserType
from souk_user.actions.entering import new_account
from souk_user.app import build
from souk_user.domain.accounts import Credentials
from souk_user.settings import Settings
from souk_user.testing.people import signs_up
from testkit.clients import Caller, ServiceClient

OUR_PAGE = {"sec-fetch-site": "same-origin"}
ASHA = {"name": "Asha Rao", "email": "asha@souk.example", "password": "korb-9-regen"}


@pytest.fixture
def browser(client: ServiceClient) -> Caller:
    return client.with_headers(OUR_PAGE)


def cookies_in(answer: httpx.Response) -> Mapping[str, Any]:
    read: SimpleCookie = SimpleCookie()
    for header in answer.headers.get_list("set-cookie"):
        read.load(header)
    return read


def with_cookies(client: ServiceClient, answer: httpx.Response) -> Caller:
    """The browser that got the answer, as if it minded no cookie's path."""
    pairs = "; ".join(f"{name}={cookie.value}" for name, cookie in cookies_in(answer).items())
    return client.with_headers({**OUR_PAGE, "cookie": pairs})


async def test_a_guest_gets_an_id_that_only_the_server_reads(browser: Caller) -> None:
    answer = await browser.post("/guests")

    assert answer.status_code == 201
    guest, visitor = cookies_in(answer)["souk_guest"], cookies_in(answer)["souk_visitor"]
    assert guest.value.startswith(answer.json()["guest_id"])
    assert (guest["httponly"], guest["samesite"], guest["path"]) == (True, "lax", "/")
    assert (visitor.value, visitor["httponly"]) == ("1", "")
    assert answer.json()["signed"] is None


async def test_a_known_guest_keeps_the_id_and_a_broken_one_gets_a_new_one(
    client: ServiceClient, browser: Caller
) -> None:
    first = await browser.post("/guests")

    again = await with_cookies(client, first).post("/guests")
    broken = await client.with_headers({**OUR_PAGE, "cookie": f"souk_guest={uuid4()}.made-up"}).post("/guests")

    assert again.json() == first.json()
    assert broken.status_code == 201
    assert broken.json() != first.json()


async def test_a_client_that_is_no_browser_gets_the_signed_guest_id(client: ServiceClient) -> None:
    body = (await client.post("/guests")).json()

    assert client.key.public_keys().guest_of(body["signed"]) == UUID(body["guest_id"])


async def test_sign_up_signs_in_by_cookies(client: ServiceClient, browser: Caller) -> None:
    answer = await signs_up(browser, client.deps.users, ASHA)

    assert answer.status_code == 201
    assert answer.json() == {
        "id": answer.json()["id"], "type": "customer", "name": "Asha Rao", "email": "asha@souk.example", "phone": None,
        "email_verified": True, "phone_verified": False,
        "has_password": True,
    }  # fmt: skip
    cookies = cookies_in(answer)
    access, refresh = cookies["souk_access_customer"], cookies["souk_refresh_customer"]
    assert (access["httponly"], access["samesite"], access["path"]) == (True, "lax", "/")
    assert refresh["path"] == "/user-service/api/v1/auth/customer/refresh"
    assert refresh["httponly"] is True
    assert cookies["souk_session"]["httponly"] == ""
    device = cookies["souk_device"]
    assert (device["httponly"], device["samesite"], device["path"]) == (True, "lax", "/user-service/api/v1/auth")
    assert access["secure"] == ""
    me = await with_cookies(client, answer).get("/me")
    assert me.json() == answer.json()


async def test_cookies_are_secure_on_https(service_client) -> None:
    client = await service_client(build, Settings, settings={"public_url": "https://shop.example"})

    cookies = cookies_in(await client.with_headers(OUR_PAGE).post("/guests"))

    assert all(cookie["secure"] is True for cookie in cookies.values())


async def test_login_tells_nothing_about_who_exists(client: ServiceClient, browser: Caller) -> None:
    await signs_up(browser, client.deps.users, ASHA)

    wrong = await browser.post("/auth/customer/login", json={"email": ASHA["email"], "password": "wrong-password"})
    unknown = await browser.post(
        "/auth/customer/login", json={"email": "no@body.example", "password": "wrong-password"}
    )

    assert wrong.status_code == unknown.status_code == 401
    without_trace = [{**answer.json(), "trace_id": None} for answer in (wrong, unknown)]
    assert without_trace[0] == without_trace[1]
    assert not cookies_in(wrong)


async def test_a_locked_account_says_when_to_try_again(browser: Caller) -> None:
    for _ in range(5):
        await browser.post("/auth/customer/login", json={"email": ASHA["email"], "password": "wrong-password"})

    locked = await browser.post("/auth/customer/login", json={"email": ASHA["email"], "password": "wrong-password"})

    assert locked.status_code == 429
    assert locked.headers["retry-after"] == "30"


async def test_a_refresh_rotates_the_three_cookies_of_a_session(client: ServiceClient, browser: Caller) -> None:
    signed_in = await signs_up(browser, client.deps.users, ASHA)

    refreshed = await with_cookies(client, signed_in).post("/auth/customer/refresh")

    assert refreshed.status_code == 204
    before, after = cookies_in(signed_in), cookies_in(refreshed)
    assert after.keys() == before.keys() - {"souk_device"}
    assert before["souk_refresh_customer"].value != after["souk_refresh_customer"].value
    assert before["souk_session"].value != after["souk_session"].value


async def test_after_ten_minutes_a_customer_is_told_to_refresh_and_never_taken_for_a_guest(
    client: ServiceClient, browser: Caller
) -> None:
    signed_in = await signs_up(browser, client.deps.users, ASHA)
    client.clock.advance(minutes=10)

    late = await with_cookies(client, signed_in).get("/me")
    refreshed = await with_cookies(client, signed_in).post("/auth/customer/refresh")

    assert (late.status_code, late.json()["type"]) == (401, "urn:souk:token-expired")
    assert cookies_in(signed_in)["souk_access_customer"]["max-age"] == str(30 * 24 * 3600)
    assert (await with_cookies(client, refreshed).get("/me")).status_code == 200


async def test_an_old_refresh_token_signs_everybody_out_and_takes_the_cookies_away(
    client: ServiceClient, browser: Caller
) -> None:
    signed_in = await signs_up(browser, client.deps.users, ASHA)
    refreshed = await with_cookies(client, signed_in).post("/auth/customer/refresh")
    client.clock.advance(seconds=31)

    reused = await with_cookies(client, signed_in).post("/auth/customer/refresh")

    assert reused.status_code == 401
    assert reused.json()["type"] == "urn:souk:session-over"
    assert {cookie["max-age"] for cookie in cookies_in(reused).values()} == {"0"}
    assert (await with_cookies(client, refreshed).post("/auth/customer/refresh")).status_code == 401


async def test_logout_ends_the_session(client: ServiceClient, browser: Caller) -> None:
    signed_in = with_cookies(client, await signs_up(browser, client.deps.users, ASHA))

    gone = await signed_in.delete("/auth/customer/refresh")

    assert gone.status_code == 204
    assert {cookie["max-age"] for cookie in cookies_in(gone).values()} == {"0"}
    assert (await signed_in.post("/auth/customer/refresh")).status_code == 401


@pytest.mark.parametrize(
    "path", ["/guests", "/auth/customer/login", "/auth/customer/sign-up", "/auth/customer/refresh"]
)
async def test_a_foreign_page_may_sign_nobody_in_or_out(client: ServiceClient, path: str) -> None:
    foreign = client.with_headers({"sec-fetch-site": "cross-site", "origin": "https://evil.example"})

    assert (await foreign.post(path, json=ASHA)).json()["type"] == "urn:souk:cross-site-request"


async def test_other_clients_get_tokens_in_the_body_and_browsers_do_not(client: ServiceClient, browser: Caller) -> None:
    await signs_up(browser, client.deps.users, ASHA)
    credentials = {"email": ASHA["email"], "password": ASHA["password"]}

    refused = await browser.post("/auth/customer/tokens", json=credentials)
    tokens = (await client.post("/auth/customer/tokens", json=credentials)).json()
    renewed = (
        await client.post("/auth/customer/tokens/refresh", json={"refresh_token": tokens["refresh_token"]})
    ).json()

    assert refused.status_code == 403
    assert tokens["expires_in"] == 600
    bearer = client.with_headers({"authorization": f"Bearer {renewed['access_token']}"})
    assert (await bearer.get("/me")).json()["email"] == ASHA["email"]


@pytest.mark.parametrize("user_type", USER_TYPES)
async def test_one_word_decides_the_login_the_refresh_the_logout_and_the_cookies(
    client: ServiceClient, browser: Caller, user_type: UserType
) -> None:
    credentials = Credentials("boss@souk.example", "korb-9-regen")
    await add_account(client, user_type, credentials)
    body = {"email": credentials.email, "password": credentials.password}

    entered = await browser.post(f"/auth/{user_type}/login", json=body)
    refreshed = await with_cookies(client, entered).post(f"/auth/{user_type}/refresh")
    left = await with_cookies(client, refreshed).delete(f"/auth/{user_type}/refresh")

    assert entered.json()["type"] == user_type
    mine = {f"souk_access_{user_type}", f"souk_refresh_{user_type}", "souk_session"}
    for answer in (entered, refreshed, left):
        assert mine <= cookies_in(answer).keys()
        refresh = cookies_in(answer)[f"souk_refresh_{user_type}"]
        assert refresh["path"] == f"/user-service/api/v1/auth/{user_type}/refresh"
    assert (await with_cookies(client, refreshed).get("/me")).json()["type"] == user_type
    assert {cookies_in(left)[name]["max-age"] for name in mine} == {"0"}
    assert (await with_cookies(client, refreshed).post(f"/auth/{user_type}/refresh")).status_code == 401


@pytest.mark.parametrize("user_type", ["seller", "admin"])
async def test_each_type_of_user_has_its_own_door(client: ServiceClient, browser: Caller, user_type: UserType) -> None:
    credentials = Credentials("boss@souk.example", "korb-9-regen")
    await add_account(client, user_type, credentials)
    body = {"email": credentials.email, "password": credentials.password}

    entered = await browser.post(f"/auth/{user_type}/login", json=body)

    for other in set(USER_TYPES) - {user_type}:
        assert (await browser.post(f"/auth/{other}/login", json=body)).status_code == 401
        assert (await with_cookies(client, entered).post(f"/auth/{other}/refresh")).status_code == 401
    assert (await browser.post("/auth/boss/login", json=body)).status_code == 400
    assert (await browser.post(f"/auth/{user_type}/sign-up", json=ASHA)).status_code in (404, 405)


async def test_the_public_keys_are_those_that_the_tokens_are_signed_with(client: ServiceClient) -> None:
    answer = await client.get("/auth/jwks.json")

    assert answer.json() == client.key.jwks()
    assert "max-age" in answer.headers["cache-control"]


async def add_account(client: ServiceClient, user_type: UserType, credentials: Credentials) -> None:
    account = await new_account(client.deps, user_type, credentials, "The Boss")
    async with client.deps.users.transaction() as users:
        await users.add_account(account)
