"""A provider that is down, hangs, floods or says what cannot be: it is away within seconds, and that is all."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web

from kit.ids import uuid7
from souk_user.domain.codes import new_ticket
from souk_user.domain.providers import (
    Flow,
    ProviderAway,
)
from souk_user.testing.coming_back import providers_at, sign_in
from souk_user.testing.provider import LocalProvider
from testkit.clock import ManualClock


async def down(_: web.Request) -> web.Response:
    return web.json_response({"error": "server_error"}, status=503)


async def no_json(_: web.Request) -> web.Response:
    return web.Response(text="<html>Sorry</html>")


async def a_list(_: web.Request) -> web.Response:
    return web.json_response([1])


async def elsewhere(_: web.Request) -> web.Response:
    raise web.HTTPFound("/keys")


async def flood(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    for _ in range(1000):
        await answer.write(b" " * 10_000)
    return answer


@pytest.mark.parametrize("fault", [down, no_json, a_list, elsewhere, flood])
@pytest.mark.parametrize("at", ["/.well-known/openid-configuration", "/token", "/keys"])
async def test_a_provider_that_fails_is_away(local: LocalProvider, clock: ManualClock, fault: Any, at: str) -> None:
    local.instead[at] = fault

    with pytest.raises(ProviderAway):
        await sign_in(providers_at(local, clock), local)


async def test_a_provider_that_hangs_is_given_up_and_then_left_alone(local: LocalProvider, clock: ManualClock) -> None:
    over = asyncio.Event()

    async def hang(_: web.Request) -> web.Response:
        await over.wait()
        return web.Response()

    local.instead["/.well-known/openid-configuration"] = hang
    providers, whys = providers_at(local, clock, answer_s=0.05, monotonic=lambda: 0.0), list[str]()
    for _ in range(6):
        with pytest.raises(ProviderAway) as away:
            await providers.address(providers.get("local"), Flow.of(new_ticket(uuid7())))
        whys.append(away.value.why)
    over.set()

    assert set(whys[:5]) == {"no answer within 0.05 s"}
    assert whys[5] == "it has failed several times in a row"


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://another.example"},
        {"token_endpoint": "http://shop.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "https://[half/keys"},
        {"jwks_uri": None},
    ],
    ids=str,
)
async def test_what_a_provider_says_of_itself_is_looked_at(
    local: LocalProvider, clock: ManualClock, said: dict[str, Any]
) -> None:
    local.metadata = said

    with pytest.raises(ProviderAway):
        await sign_in(providers_at(local, clock), local)


async def test_nobody_at_its_address(local: LocalProvider, clock: ManualClock) -> None:
    local.issuer = "http://127.0.0.1:1"

    with pytest.raises(ProviderAway):
        await sign_in(providers_at(local, clock), local)
