"""A provider's login over HTTP: the browser's cookies, and what is told of it and forgotten."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx
import pytest
from pydantic import ValidationError

from kit.http.tokens import SigningKey
from kit.people import HeldItem
from kit.settings import SettingsWrong
from souk_user.app import build
from souk_user.settings import Settings
from souk_user.storage.people import PostgresAccountHolders
from souk_user.testing.people import signs_up
from souk_user.testing.provider import CLIENT, SECRET, LocalProvider
from testkit.clients import Caller, ServiceClient, settings_for

OUR_PAGE = {"sec-fetch-site": "same-origin", "x-device-info": '{"browser":"Chrome 143","os":"Android"}'}
ASHA = {"name": "Asha Rao", "email": "asha@souk.example", "password": "korb-9-regen"}
HERE = "/auth/customer/providers"


@pytest.fixture
async def shop(service_client, local: LocalProvider) -> ServiceClient:
    told: dict[str, Any] = {
        "oidc_providers": {"local": {"issuer": local.issuer, "client_id": CLIENT, "shown_as": "Local"}},
        "oidc_secrets": {"local": SECRET},
        "oidc_answer_s": 30,
        "hashing_memory_kib": 64,
    }
    shop = await service_client(build, Settings, settings=told)
    local.now = shop.clock.now
    return shop


def cookie_in(answer: httpx.Response, name: str) -> str:
    return next(each for each in answer.headers.get_list("set-cookie") if each.startswith(f"{name}="))


async def returns(browser: Caller, local: LocalProvider, to: str = f"{HERE}/local", **body: Any) -> httpx.Response:
    onward = await browser.post(to, json=body or None)
    assert onward.status_code == 200, onward.text
    cookie = cookie_in(onward, "souk_provider").partition(";")[0]
    return await browser.post(f"{to}/return", json=local.visit(onward.json()["url"]), headers={"cookie": cookie})


async def test_a_shop_without_providers_says_so_and_takes_nobody_from_there(client: ServiceClient) -> None:
    assert (await client.get(HERE)).json() == {"items": [], "next_cursor": None}
    assert (await client.post(f"{HERE}/google")).status_code == 404
    assert (await client.post(f"{HERE}/Not-a-name!")).status_code == 400


async def test_a_browser_goes_there_and_comes_back_signed_in(shop: ServiceClient, local: LocalProvider) -> None:
    browser = shop.with_headers(OUR_PAGE)
    listed = await browser.get(HERE)
    begun = await browser.post(f"{HERE}/local")

    entered = await returns(browser, local)

    assert listed.json()["items"] == [{"name": "local", "shown_as": "Local"}]
    kept = cookie_in(begun, "souk_provider").lower()
    assert "httponly" in kept
    assert "path=/user-service/api/v1;" in f"{kept};"
    assert begun.json()["url"].startswith(f"{local.issuer}/authorize?")
    assert local.visit(begun.json()["url"])["state"] not in kept
    assert (entered.status_code, entered.json()["email"], entered.json()["has_password"]) == (200, ASHA["email"], False)
    assert "souk_access_customer" in entered.headers["set-cookie"]


async def test_the_guest_ends_and_the_device_is_shown_as_with_every_login(
    shop: ServiceClient, local: LocalProvider
) -> None:
    browser = shop.with_headers(OUR_PAGE)
    browser.cookies.set("souk_guest", shop.key.guest(UUID(int=7)))

    onward = await browser.post(f"{HERE}/local")
    browser.cookies.set("souk_provider", cookie_in(onward, "souk_provider").partition(";")[0].partition("=")[2])
    entered = await browser.post(f"{HERE}/local/return", json=local.visit(onward.json()["url"]))
    browser.cookies.set("souk_access_customer", cookie_in(entered, "souk_access_customer").split("=")[1].split(";")[0])
    sessions = (await browser.get("/me/sessions")).json()["items"]

    assert "souk_guest_before=" in entered.headers["set-cookie"]
    assert [each["device"] for each in sessions] == ["Chrome 143, Android"]


async def test_no_foreign_page_begins_or_ends_it(shop: ServiceClient) -> None:
    foreign = shop.with_headers({"sec-fetch-site": "cross-site"})

    assert (await foreign.post(f"{HERE}/local")).status_code == 403
    assert (await foreign.post(f"{HERE}/local/return", json={"code": "c", "state": "s"})).status_code == 403


async def test_a_provider_that_is_away_leaves_the_password_alone(shop: ServiceClient, local: LocalProvider) -> None:
    browser = shop.with_headers(OUR_PAGE)
    assert (await signs_up(browser, shop.deps.users, ASHA)).status_code == 201
    local.metadata = {"issuer": "https://another.example"}

    away = await browser.post(f"{HERE}/local")
    entered = await browser.post("/auth/customer/login", json={"email": ASHA["email"], "password": ASHA["password"]})

    assert (away.status_code, away.json()["code"]) == (503, "provider-away")
    assert away.headers["retry-after"]
    assert entered.status_code == 200


async def test_an_owner_links_sees_and_unlinks_and_all_of_it_is_told_and_forgotten(
    shop: ServiceClient, local: LocalProvider
) -> None:
    browser = shop.with_headers(OUR_PAGE)
    entered = await signs_up(browser, shop.deps.users, ASHA)
    needed = await returns(browser, local)
    token = cookie_in(entered, "souk_access_customer").split("=")[1].split(";")[0]
    owner = shop.with_headers({"authorization": f"Bearer {token}"})
    strange = await owner.post("/me/linked-logins")

    linked = await returns(owner, local, "/me/linked-logins/local", password=ASHA["password"])
    (shown,) = (await owner.get("/me/linked-logins")).json()["items"]
    person = await shop.deps.privacy.exports.get_person(UUID(entered.json()["id"]))
    holders = PostgresAccountHolders(shop.deps.users._database)
    held, cursor = list[HeldItem](), ""
    while cursor is not None:
        page = await holders.held(person, cursor or None)
        held, cursor = held + page.items, page.next_cursor
    refused = await owner.post(f"/me/linked-logins/{shown['id']}/unlink", json={"password": "not-hers-at-all"})
    unlinked = await owner.post(f"/me/linked-logins/{shown['id']}/unlink", json={"password": ASHA["password"]})
    await holders.forget(person)

    assert (needed.status_code, needed.json()["code"]) == (409, "login-link-needed")
    assert (strange.status_code, strange.json()["code"]) == (401, "provider-login-over")
    assert linked.status_code == 204
    assert (shown["provider"], shown["shown_as"], shown["email"]) == ("local", "Local", ASHA["email"])
    assert [each.item["subject"] for each in held if each.section == "linked_logins"] == [local.person["sub"]]
    assert (refused.status_code, unlinked.status_code) == (401, 204)
    for table in ("accounts", "linked_logins", "provider_logins"):
        assert await shop.deps.users.fetchval(f"select count(*) from {table}") == 0


async def test_sellers_and_admins_link_nothing(shop: ServiceClient) -> None:
    for staff in (shop.as_seller(), shop.as_admin()):
        assert (await staff.post("/me/linked-logins/local", json={"password": "x"})).status_code == 403
    assert (await shop.post("/auth/seller/providers/local")).status_code == 404


@pytest.mark.parametrize(
    "told",
    [
        {"oidc_providers": {"a": {"issuer": "http://id.example", "client_id": "c", "shown_as": "A"}}},
        {"oidc_providers": {"a": {"issuer": "https://id.example?x=1", "client_id": "c", "shown_as": "A"}}},
        {"oidc_providers": {"A b": {"issuer": "https://id.example", "client_id": "c", "shown_as": "A"}}},
        {"oidc_providers": {n: {"issuer": "https://id.example", "client_id": "c", "shown_as": "A"} for n in "ab"}},
        {"oidc_secrets": {"nobody": "s"}},
    ],
    ids=str,
)
def test_settings_that_could_not_work_are_refused_at_the_start(told: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        settings_for(Settings, "postgresql://nowhere", SigningKey.generate(), told)


def test_secrets_are_not_shown_in_what_is_refused() -> None:
    with pytest.raises(SettingsWrong) as wrong:
        Settings.read({"SOUK_USER_OIDC_SECRETS": '{"nobody": "hush-hush"}'})

    assert "SOUK_USER_OIDC_SECRETS: Value error, the providers do not name nobody" in str(wrong.value)
    assert "hush" not in str(wrong.value)
