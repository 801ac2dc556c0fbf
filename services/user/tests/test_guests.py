"""A guest id that somebody else has put into a browser opens nothing of what its owner does after the login."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID

import httpx
import pytest

from kit.http.auth import AnyShopper
from kit.http.router import Router
from kit.names import CODE_COOKIE, GUEST_COOKIE
from kit.running.service import Infra, Service
from kit.settings import ServiceSettings
from souk_user.app import build
from souk_user.settings import Settings
from souk_user.testing.people import read_code
from testkit.clients import ServiceClient, infra_for, settings_for
from testkit.plugin import MakeServiceClient

ASHA = {"name": "Asha Rao", "email": "asha@souk.example", "password": "korb-9-regen"}


class Browser:
    """Keeps cookies as browsers do, for one shop of several services behind one address."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    async def send(self, service: ServiceClient, method: str, path: str, json: Any = None) -> httpx.Response:
        pairs = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        caller = service.with_headers({"sec-fetch-site": "same-origin", **({"cookie": pairs} if pairs else {})})
        answer = await caller.request(method, path, json=json)
        for header in answer.headers.get_list("set-cookie"):
            for name, cookie in SimpleCookie(header).items():
                self.cookies.pop(name, None)
                if cookie["max-age"] != "0":
                    self.cookies[name] = cookie.value
        return answer


async def signs_up(browser: Browser, user: ServiceClient) -> None:
    await browser.send(user, "POST", "/auth/customer/sign-up", ASHA)
    code = await read_code(user.deps.users, UUID(browser.cookies[CODE_COOKIE].partition(".")[0]))
    assert (await browser.send(user, "POST", "/auth/customer/codes/sign-up", {"code": code})).status_code == 201


class BagSettings(ServiceSettings, service="bag"):
    pass


def a_bag(_: BagSettings, __: Infra) -> Service[None]:
    """As the cart does: a bag belongs to `shopper.key`, and a merge takes over the bag of `shopper.guest_id`."""
    bags: dict[str, list[str]] = {}
    router = Router()

    @router.get("/bag")
    async def show(shopper: AnyShopper) -> list[str]:
        return bags.get(shopper.key, [])

    @router.post("/bag/{item}")
    async def add(item: str, shopper: AnyShopper) -> list[str]:
        bags.setdefault(shopper.key, []).append(item)
        return bags[shopper.key]

    @router.post("/merge")
    async def merge(shopper: AnyShopper) -> list[str]:
        bags.setdefault(shopper.key, []).extend(bags.pop(f"guest:{shopper.guest_id}", []))
        return bags[shopper.key]

    return Service(name="bag", version="1", router=router, deps=None)


@pytest.fixture
async def user(service_client: MakeServiceClient) -> ServiceClient:
    return await service_client(build, Settings, settings={"hashing_memory_kib": 64})


@pytest.fixture
def bag(user: ServiceClient) -> ServiceClient:
    settings = settings_for(BagSettings, "unused", user.key, {})
    infra = infra_for(user.infra.database, user.key)
    return ServiceClient(a_bag(settings, infra), settings, infra, user.key)


async def test_a_planted_guest_id_opens_nothing_after_login_and_nothing_after_logout(
    user: ServiceClient, bag: ServiceClient
) -> None:
    attacker, victim = Browser(), Browser()
    await attacker.send(user, "POST", "/guests")
    victim.cookies.update(attacker.cookies)

    await signs_up(victim, user)
    await victim.send(bag, "POST", "/merge")
    await victim.send(bag, "POST", "/bag/book-after-login")
    assert (await attacker.send(bag, "GET", "/bag")).json() == []

    await victim.send(user, "DELETE", "/auth/customer/refresh")
    await victim.send(user, "POST", "/guests")
    await victim.send(bag, "POST", "/bag/book-after-logout")
    assert (await attacker.send(bag, "GET", "/bag")).json() == []
    assert (await victim.send(bag, "GET", "/bag")).json() == ["book-after-logout"]


async def test_what_a_guest_had_comes_along_to_the_login(user: ServiceClient, bag: ServiceClient) -> None:
    asha = Browser()
    await asha.send(user, "POST", "/guests")
    await asha.send(bag, "POST", "/bag/mug")

    await signs_up(asha, user)
    merged = await asha.send(bag, "POST", "/merge")

    assert merged.json() == ["mug"]
    assert (await asha.send(bag, "POST", "/merge")).json() == ["mug"]
    assert GUEST_COOKIE not in asha.cookies


async def test_without_a_login_a_former_guests_cookie_makes_nobody_a_guest(
    user: ServiceClient, bag: ServiceClient
) -> None:
    asha = Browser()
    await asha.send(user, "POST", "/guests")
    await signs_up(asha, user)
    asha.cookies.pop("souk_access_customer")

    assert (await asha.send(bag, "GET", "/bag")).status_code == 401


async def test_on_https_the_guests_cookie_is_taken_from_this_very_host_alone(
    service_client: MakeServiceClient,
) -> None:
    shop = await service_client(
        build, Settings, settings={"public_url": "https://shop.example", "hashing_memory_kib": 64}
    )
    browser = Browser()

    await browser.send(shop, "POST", "/guests")
    guest = browser.cookies["__Host-souk_guest"]
    planted = Browser()
    planted.cookies["souk_guest"] = guest

    again = await browser.send(shop, "POST", "/guests")
    other = await planted.send(shop, "POST", "/guests")
    assert guest.startswith(again.json()["guest_id"])
    assert not guest.startswith(other.json()["guest_id"])
