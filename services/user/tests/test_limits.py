"""Every endpoint that is asked with a credential stops answering who asks without end."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from kit.http.router import API
from souk_user.app import build
from souk_user.domain.accounts import Account
from souk_user.domain.sessions import begun
from souk_user.routes import router
from souk_user.settings import Settings
from testkit.clients import Caller, ServiceClient

SYSTEM = tomllib.loads((Path(__file__).parents[3] / "souk.toml").read_text("utf-8"))
CREDENTIALS: tuple[str, ...] = tuple(SYSTEM["service"]["user"]["credentials"])
# What they are asked with are 256 random bits of ours, or nothing: there is nothing to guess.
NOTHING_TO_GUESS = {"/auth/{user_type}/refresh", "/auth/{user_type}/tokens/refresh", "/auth/jwks.json"}
MOST = 40  # requests; the settings below allow fewer
STRICT = {
    "hashing_memory_kib": 8, "pair_failures_free": 3, "sign_ups_per_hour": 3, "codes_per_pair": 3,
    "codes_per_contact": 3, "code_tries_per_address": 3, "oidc_logins_per_address": 3,
}  # fmt: skip
BODIES: dict[str, dict[str, Any]] = {
    "email": {"email": "asha@souk.example"},
    "password": {"password": "korb-9-regen"},
    "old_password": {"old_password": "korb-9-regen"},
    "code": {"code": "000000"},
    "purpose": {"purpose": "reset"},
    "name": {"name": "Asha"},
    "token": {"token": "made-up"},
    "state": {"state": "made-up"},
}


def credential_routes() -> list[tuple[str, str]]:
    found = [
        (method, route.path.removeprefix(API))  # type: ignore[attr-defined]
        for route in router.routes
        for method in sorted(route.methods)  # type: ignore[attr-defined]
    ]
    return [
        (method, path) for method, path in found
        if path.startswith(CREDENTIALS) and method != "GET" and path not in NOTHING_TO_GUESS
    ]  # fmt: skip


async def signed_in(client: ServiceClient) -> Caller:
    """With a session that lives and a password that is another one."""
    now = client.clock.now()
    account = Account(uuid4(), "customer", "asha@souk.example", "Asha", None, "no hash", now)
    session = begun(uuid4(), account, now)
    async with client.deps.users.transaction() as users:
        await users.add_account(account)
        await users.add_session(session, b"x" * 32)
    token = client.key.access_token(account.id, "customer", session.id, now)
    return client.with_headers({"authorization": f"Bearer {token}"})


def body_for(client: ServiceClient, method: str, path: str) -> dict[str, Any]:
    document = client.app.openapi()
    body = document["paths"][API + path][method.lower()].get("requestBody")
    if body is None:
        return {}
    schema = body["content"]["application/json"]["schema"]
    fields = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]["properties"]
    return {key: value for name in fields if name in BODIES for key, value in BODIES[name].items()}


@pytest.mark.parametrize(("method", "path"), credential_routes())
async def test_a_guesser_is_stopped(service_client, method: str, path: str) -> None:
    client = await service_client(build, Settings, settings=STRICT)
    caller = await signed_in(client) if path.startswith("/me") else client
    names = {"user_type": "admin" if "invitations" in path else "customer", "provider": "google", "login_id": uuid4()}
    address, body = path.format(**names), body_for(client, method, path)

    answers = [await caller.request(method, address, json=body or None)]
    while len(answers) < MOST and answers[-1].status_code != 429:
        answers.append(await caller.request(method, address, json=body or None))

    assert answers[-1].status_code == 429, answers[-1].text


def test_the_list_is_no_empty_one() -> None:
    assert len(credential_routes()) >= 19
