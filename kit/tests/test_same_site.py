from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from kit.http.auth import Anyone, AnyShopper, Customer
from kit.http.router import Router
from kit.http.same_site import SameSiteOnly
from kit.tests.demo import KEY, ORIGIN, demo, problem

SAME_ORIGIN = {"sec-fetch-site": "same-origin"}


def a_router() -> Router:
    router = Router()

    @router.post("/me")
    async def change_me(user: Customer) -> str:
        return user.key

    @router.put("/bag")
    async def change_bag(shopper: AnyShopper) -> str:
        return shopper.key

    @router.post("/refresh")
    async def refresh(caller: Anyone, checked: SameSiteOnly) -> str:
        return "fresh"

    @router.post("/picture", openapi_extra={"requestBody": {"content": {"image/png": {"schema": {"type": "string"}}}}})
    async def picture(user: Customer) -> str:
        return "kept"

    return router


async def test_a_cookie_authenticates_what_our_own_pages_send() -> None:
    shop = demo(a_router())

    for headers in (SAME_ORIGIN, {"origin": ORIGIN}):
        assert (await shop.http.post("/api/v1/me", headers=shop.cookie(headers=headers), json={})).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": ORIGIN},
        {"sec-fetch-site": "none"},
        {"origin": "http://localhost:4000"},
        {"origin": "null"},
    ],
)
async def test_a_cookie_authenticates_nothing_that_another_page_sends(headers: dict[str, str]) -> None:
    shop = demo(a_router())
    guest = {"cookie": f"souk_guest={KEY.guest(uuid4())}", **headers}

    problem(
        await shop.http.post("/api/v1/me", headers=shop.cookie(headers=headers), json={}), 403, "cross-site-request"
    )
    problem(await shop.http.put("/api/v1/bag", headers=guest), 403, "cross-site-request")


async def test_a_cookie_does_not_authenticate_a_form() -> None:
    shop = demo(a_router())

    answer = await shop.http.post("/api/v1/me", headers=shop.cookie(headers=SAME_ORIGIN), data={"a": "b"})

    problem(answer, 403, "cross-site-request")


async def test_an_upload_takes_the_type_that_its_route_declares() -> None:
    shop = demo(a_router())

    async def send(content_type: str) -> Any:
        headers = shop.cookie(headers={**SAME_ORIGIN, "content-type": content_type})
        return await shop.http.post("/api/v1/picture", headers=headers, content=b"png")

    assert (await send("image/png")).status_code == 200
    problem(await send("application/json"), 403, "cross-site-request")


async def test_a_bearer_and_a_guest_header_need_no_same_site_proof() -> None:
    shop = demo(a_router())

    assert (await shop.http.post("/api/v1/me", headers=shop.bearer())).status_code == 200
    assert (await shop.http.put("/api/v1/bag", headers={"x-guest-id": KEY.guest(uuid4())})).status_code == 200


async def test_a_route_that_reads_its_own_cookie_can_ask_for_the_same_rule() -> None:
    shop = demo(a_router())

    assert (await shop.http.post("/api/v1/refresh", headers=SAME_ORIGIN)).status_code == 200
    problem(await shop.http.post("/api/v1/refresh"), 403, "cross-site-request")
