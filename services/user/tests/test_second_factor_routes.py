"""The second factor over HTTP: half of a login is a refusal that a browser can go on from."""

from __future__ import annotations

import base64

import httpx
import pytest

from souk_user.domain.second_factor import code_at, step_at
from souk_user.testing.people import signs_up
from testkit.clients import ServiceClient

ASHA = {"email": "asha@souk.example", "password": "korb-9-regen"}


@pytest.fixture
async def owner(client: ServiceClient) -> ServiceClient:
    """Signed in by a bearer's token."""
    assert (await signs_up(client, client.deps.users, {"name": "Asha", **ASHA})).status_code == 201
    client.cookies.clear()
    tokens = (await client.post("/auth/customer/tokens", json=ASHA)).json()
    client.headers["authorization"] = f"Bearer {tokens['access_token']}"
    return client


def code_of(client: ServiceClient, enrolment: httpx.Response, steps: int = 0) -> str:
    secret = base64.b32decode(enrolment.json()["secret"])
    return code_at(secret, step_at(client.clock.now()) + steps)


async def test_an_authenticator_from_its_picture_to_its_end(owner: ServiceClient) -> None:
    enrolment = await owner.post("/me/second-factor", json={"password": ASHA["password"]})
    confirmed = await owner.post("/me/second-factor/confirm", json={"code": code_of(owner, enrolment, -1)})
    shown = (await owner.get("/me/second-factor")).json()
    both = {"password": ASHA["password"], "code": code_of(owner, enrolment)}
    renewed = await owner.post("/me/second-factor/recovery-codes", json=both)
    off = await owner.post("/me/second-factor/off", json={**both, "code": renewed.json()["codes"][0]})

    assert enrolment.status_code == 201
    picture = enrolment.json()["qr"]
    assert picture["size"] > 29
    assert picture["path"].startswith("M4 4h1v1h-1z")  # the corner that a camera looks for, within its margin
    assert len(set(confirmed.json()["codes"])) == 10
    assert (shown["is_on"], shown["recovery_codes_left"]) == (True, 10)
    assert off.status_code == 204
    assert (await owner.get("/me/second-factor")).json() == {"is_on": False, "since": None, "recovery_codes_left": 0}


async def test_a_browser_goes_on_from_half_of_a_login(owner: ServiceClient) -> None:
    enrolment = await owner.post("/me/second-factor", json={"password": ASHA["password"]})
    await owner.post("/me/second-factor/confirm", json={"code": code_of(owner, enrolment, -1)})
    del owner.headers["authorization"]

    half = await owner.post("/auth/customer/login", json=ASHA)
    cookie = {"cookie": half.headers["set-cookie"].partition(";")[0]}
    step = "/auth/customer/login/second-factor"
    stranger = await owner.post(step, json={"code": code_of(owner, enrolment)}, headers={"cookie": ""})
    foreign = await owner.post(step, json={"code": "1"}, headers={**cookie, "sec-fetch-site": "cross-site"})
    whole = await owner.post(step, json={"code": code_of(owner, enrolment)}, headers=cookie)

    assert (half.status_code, half.json()["code"]) == (401, "second-factor-needed")
    assert "httponly" in half.headers["set-cookie"].lower()
    assert "souk_access" not in str(half.headers)
    assert (stranger.status_code, stranger.json()["code"]) == (401, "wrong-second-factor")
    assert foreign.status_code == 403
    assert whole.status_code == 200
    assert "souk_access_customer" in str(whole.headers)


async def test_a_client_that_is_no_browser_sends_both_factors_together(owner: ServiceClient) -> None:
    enrolment = await owner.post("/me/second-factor", json={"password": ASHA["password"]})
    await owner.post("/me/second-factor/confirm", json={"code": code_of(owner, enrolment, -1)})

    half = await owner.post("/auth/customer/tokens", json=ASHA)
    wrong = await owner.post("/auth/customer/tokens", json={**ASHA, "second_factor": "000000"})
    whole = await owner.post("/auth/customer/tokens", json={**ASHA, "second_factor": code_of(owner, enrolment)})

    assert [answer.json().get("code") for answer in (half, wrong)] == ["second-factor-needed", "wrong-second-factor"]
    assert whole.json()["access_token"]
