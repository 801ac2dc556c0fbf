"""What only browsers and apps send: their origin, and what device they are."""

from __future__ import annotations

from typing import Annotated

import pytest
from fastapi import Header

from kit.http.auth import Anyone
from kit.http.router import ClientAddress, Device, Router, address_prefix
from kit.tests.demo import ORIGIN, demo


def a_router() -> Router:
    router = Router()

    @router.get("/device")
    async def device(caller: Anyone, device: Device, address: ClientAddress) -> dict[str, str]:
        return {"app": device.app, "version": device.version, "address": address}

    @router.get("/parcel")
    async def parcel(caller: Anyone, x_parcel_token: Annotated[str | None, Header()] = None) -> None:
        return None

    return router


@pytest.mark.parametrize(
    "header", ["app=cart; version=1.2; nonsense", '{"app": "cart", "version": "1.2", "evil": {"a": 1}}']
)
async def test_a_device_says_what_it_is_in_either_form(header: str) -> None:
    shop = demo(a_router())

    answer = await shop.http.get("/api/v1/device", headers={"x-device-info": header})

    assert (answer.json()["app"], answer.json()["version"]) == ("cart", "1.2")


@pytest.mark.parametrize("header", ["{", '{"app":' + "[" * 1017, "x" * 5000, "app=" + "y" * 900, "{}"])
async def test_a_device_that_talks_nonsense_is_still_served_and_bounded(header: str) -> None:
    shop = demo(a_router())

    answer = await shop.http.get("/api/v1/device", headers={"x-device-info": header})

    assert answer.status_code == 200
    assert len(answer.json()["app"]) <= 64


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("somebody", "unknown"),
    ],
)
def test_tries_are_counted_by_line_not_by_each_of_its_ipv6_addresses(address: str, counted_as: str) -> None:
    assert address_prefix(address) == counted_as


async def test_only_listed_origins_may_read_across_origins() -> None:
    shop = demo(a_router())

    ours = await shop.http.get("/api/v1/parcel", headers={"origin": ORIGIN})
    theirs = await shop.http.get("/api/v1/parcel", headers={"origin": "http://localhost:8889"})

    assert ours.headers["access-control-allow-origin"] == ORIGIN
    assert ours.headers["access-control-allow-credentials"] == "true"
    assert "access-control-allow-origin" not in theirs.headers


async def test_an_answer_to_no_origin_is_not_taken_for_one_to_every_origin() -> None:
    shop = demo(a_router())

    answers = [await shop.http.get("/api/v1/parcel", headers=headers) for headers in ({}, {"origin": ORIGIN})]

    assert [answer.headers["vary"] for answer in answers] == ["Origin", "Origin"]


async def test_a_preflight_allows_our_own_headers_and_those_of_the_routes() -> None:
    shop = demo(a_router())
    asked = {"origin": ORIGIN, "access-control-request-method": "POST"}
    asked["access-control-request-headers"] = "idempotency-key,x-device-info,x-guest-id,x-parcel-token"

    answer = await shop.http.options("/api/v1/parcel", headers=asked)

    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == ORIGIN
