"""Our half of OpenID Connect, against a provider that listens, and lies, hangs and floods when it is told to."""

from __future__ import annotations

from typing import Any

import jwt
import pytest
from aiohttp import web
from jwt.utils import base64url_encode

from kit.ids import uuid7
from souk_user.adapters.openid.discovery import KEYS_AGAIN_AFTER_S
from souk_user.domain.codes import new_ticket
from souk_user.domain.providers import (
    AnswerUntrusted,
    Flow,
    Identity,
    NoSuchProvider,
    ProviderAway,
    ProviderLoginOver,
)
from souk_user.testing.coming_back import providers_at, sign_in
from souk_user.testing.provider import SECRET, Key, LocalProvider, RsaKey
from testkit.clock import ManualClock

SHOP = "https://shop.example"


async def test_there_and_back(local: LocalProvider, clock: ManualClock) -> None:
    providers = providers_at(local, clock)

    seen = [await sign_in(providers, local) for _ in range(2)]

    assert seen == [Identity(local.issuer, local.person["sub"], "asha@souk.example", "Asha Rao")] * 2
    assert local.asked.count("/keys") == local.asked.count("/.well-known/openid-configuration") == 1
    with pytest.raises(NoSuchProvider):
        providers.get("another")


async def test_the_address_to_return_to_is_the_shops_own(local: LocalProvider, clock: ManualClock) -> None:
    providers = providers_at(local, clock)

    address = await providers.address(providers.get("local"), Flow.of(new_ticket(uuid7())))

    assert "redirect_uri=https%3A%2F%2Fshop.example%2Flogin%2Ffrom%2Flocal&" in address
    assert "code_challenge_method=S256" in address


async def test_a_code_is_good_with_the_verifier_of_who_asked_for_it(local: LocalProvider, clock: ManualClock) -> None:
    """PKCE: a code that was read along the way, brought by another browser."""
    providers, provider = providers_at(local, clock), providers_at(local, clock).get("local")
    stolen = local.visit(await providers.address(provider, Flow.of(new_ticket(uuid7()))))["code"]

    with pytest.raises(ProviderLoginOver):
        await sign_in(providers, local, code=stolen)
    with pytest.raises(ProviderLoginOver):
        await sign_in(providers, local, code="made up")


def nothing(claims: dict[str, Any], local: LocalProvider) -> str:
    return jwt.encode(claims, "", algorithm="none", headers={"kid": "first"})


def public_key_as_secret(claims: dict[str, Any], local: LocalProvider) -> str:
    return jwt.encode(claims, local.keys[0].public()["x"] * 2, algorithm="HS256", headers={"kid": "first"})


def client_secret(claims: dict[str, Any], local: LocalProvider) -> str:
    return jwt.encode(claims, SECRET * 2, algorithm="HS256", headers={"kid": "first"})


def a_strangers_key(claims: dict[str, Any], local: LocalProvider) -> str:
    return jwt.encode(claims, Key("first").private, algorithm="ES256", headers={"kid": "first"})


def an_unknown_key(claims: dict[str, Any], local: LocalProvider) -> str:
    return jwt.encode(claims, Key("other").private, algorithm="ES256", headers={"kid": "other"})


def another_algorithm(claims: dict[str, Any], local: LocalProvider) -> str:
    _, body, signature = a_strangers_key(claims, local).split(".")
    header = base64url_encode(b'{"alg":"RS256","kid":"first"}').decode()
    return f"{header}.{body}.{signature}"


def no_token(claims: dict[str, Any], local: LocalProvider) -> str:
    return "x" * 20_000


@pytest.mark.parametrize(
    "sign",
    [nothing, public_key_as_secret, client_secret, a_strangers_key, an_unknown_key, another_algorithm, no_token],
)
async def test_a_token_that_the_provider_has_not_signed_is_refused(
    local: LocalProvider, clock: ManualClock, sign: Any
) -> None:
    local.sign = lambda claims: sign(claims, local)

    with pytest.raises(AnswerUntrusted):
        await sign_in(providers_at(local, clock), local)


@pytest.mark.parametrize(
    "lie", [{"nonce": "replayed"}, {"aud": "another-shop"}, {"iss": "http://127.0.0.1:1"}, {"exp": 1}], ids=str
)
async def test_a_signed_lie_is_refused(local: LocalProvider, clock: ManualClock, lie: dict[str, Any]) -> None:
    local.claims = lie

    with pytest.raises(AnswerUntrusted):
        await sign_in(providers_at(local, clock), local)


async def test_a_symmetric_key_among_the_public_ones_is_none(local: LocalProvider, clock: ManualClock) -> None:
    async def keys(_: web.Request) -> web.Response:
        return web.json_response({"keys": [{"kty": "oct", "kid": "first", "k": "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"}]})

    local.instead["/keys"] = keys
    local.sign = lambda claims: jwt.encode(claims, "secret" * 6, algorithm="HS256", headers={"kid": "first"})

    with pytest.raises(AnswerUntrusted):
        await sign_in(providers_at(local, clock), local)


async def test_keys_that_rotate_are_read_again_but_not_for_every_made_up_one(
    local: LocalProvider, clock: ManualClock
) -> None:
    moment = [0.0]
    providers = providers_at(local, clock, monotonic=lambda: moment[0])
    await sign_in(providers, local)
    local.keys = [Key("second")]

    with pytest.raises(AnswerUntrusted):  # a moment after the last look nobody looks again
        await sign_in(providers, local)
    moment[0] = KEYS_AGAIN_AFTER_S + 1

    assert (await sign_in(providers, local)).subject == local.person["sub"]
    assert local.asked.count("/keys") == 2


@pytest.mark.filterwarnings("ignore:The RSA key is 1024")
async def test_rsa_signs_too_with_keys_that_are_long_enough(local: LocalProvider, clock: ManualClock) -> None:
    local.keys = [RsaKey("long", 2048)]
    assert (await sign_in(providers_at(local, clock), local)).email

    local.keys = [RsaKey("short", 1024)]
    with pytest.raises(AnswerUntrusted):
        await sign_in(providers_at(local, clock), local)


async def test_another_issuer_does_not_answer_for_this_one(local: LocalProvider, clock: ManualClock) -> None:
    """Mix-up: a browser that one provider sent off comes back with the word of another."""
    local.metadata = {"authorization_response_iss_parameter_supported": True}
    providers = providers_at(local, clock)

    for said in ("https://another.example", None):
        with pytest.raises(AnswerUntrusted):
            await sign_in(providers, local, issuer=said)
    assert "/token" not in local.asked


async def test_an_address_that_only_userinfo_tells(local: LocalProvider, clock: ManualClock) -> None:
    local.claims = {"email": None, "email_verified": None, "name": None}
    providers = providers_at(local, clock)

    told = await sign_in(providers, local)
    local.claims["sub"] = "somebody-else"

    assert (told.email, told.name) == ("asha@souk.example", "Asha Rao")
    with pytest.raises(AnswerUntrusted):
        await sign_in(providers, local)


async def test_a_secret_goes_in_the_body_where_the_provider_takes_it_no_other_way(
    local: LocalProvider, clock: ManualClock
) -> None:
    local.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert (await sign_in(providers_at(local, clock), local)).email

    with pytest.raises(ProviderAway):
        await sign_in(providers_at(local, clock, secret="a wrong one"), local)
