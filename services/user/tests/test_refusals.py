from __future__ import annotations

import json
from typing import Any

import pytest

from testkit.clients import Caller, ServiceClient

ASHA = {"name": "Asha Rao", "email": "asha@souk.example", "password": "korb-9-regen"}


@pytest.fixture
def browser(client: ServiceClient) -> Caller:
    return client.with_headers({"sec-fetch-site": "same-origin"})


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"name": " "}, "name"),
        ({"name": "A\x00"}, "name"),
        ({"password": "x" * 1025}, "password"),
        ({"is_admin": True}, "is_admin"),
    ],
)
async def test_a_sign_up_that_makes_no_sense_names_the_field(
    browser: Caller, wrong: dict[str, Any], field: str
) -> None:
    answer = await browser.post("/auth/customer/sign-up", json={**ASHA, **wrong})

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_no_text_breaks_the_login(browser: Caller) -> None:
    for email in ("a\x00b", "\ud800", "' or 1=1 --", "x" * 255):
        content = json.dumps({"email": email, "password": "\x00" * 8})
        answer = await browser.post(
            "/auth/customer/login", content=content, headers={"content-type": "application/json"}
        )
        assert answer.status_code in (400, 401)
