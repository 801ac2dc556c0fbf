"""Providers by OpenID Connect: the authorization code flow with PKCE.

The protocol's steps are plain requests; what is easily done wrong (keys, signatures, algorithms) is PyJWT's, which the
shop's own tokens are verified with, too.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final
from urllib.parse import quote_plus, urlencode

import jwt

from kit.calls.breaker import Breaker
from kit.clock import Clock
from kit.settings import Secret
from souk_user.adapters.openid.asking import Answer, Unusable, ask
from souk_user.adapters.openid.discovery import Discovery, Metadata
from souk_user.domain.id_tokens import check_token, identity_of
from souk_user.domain.providers import (
    AnswerUntrusted,
    Flow,
    Identity,
    NoSuchProvider,
    Provider,
    ProviderAway,
    ProviderLoginOver,
    Return,
)

log = logging.getLogger("souk_user.openid")

RETURN_PATH: Final = "/login/from"  # a page of the auth micro frontend
LONGEST_TOKEN: Final = 16_384
UNCHECKED: Final = {"verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_aud": False}


class OpenIdProviders:
    """`answer_s` bounds all that one sign-in asks a provider for, together."""

    def __init__(
        self,
        providers: Sequence[Provider],
        secrets: Mapping[str, Secret],
        public_url: str,
        answer_s: float,
        clock: Clock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._providers = {provider.name: provider for provider in providers}
        self._secrets = secrets
        self._public_url = public_url.rstrip("/")
        self._answer_s = answer_s
        self._clock = clock
        self._discovered = {provider.name: Discovery(provider.issuer, monotonic) for provider in providers}
        self._breakers = {provider.name: Breaker(monotonic=monotonic) for provider in providers}

    def listed(self) -> Sequence[Provider]:
        return tuple(self._providers.values())

    def get(self, name: str) -> Provider:
        if name not in self._providers:
            raise NoSuchProvider
        return self._providers[name]

    async def address(self, provider: Provider, flow: Flow) -> str:
        async with self._asking(provider):
            metadata = await self._discovered[provider.name].metadata()
        asked = {
            "response_type": "code",
            "client_id": provider.client_id,
            "redirect_uri": self._return_to(provider),
            "scope": " ".join(dict.fromkeys(("openid", *provider.scopes))),
            "state": flow.state,
            "nonce": flow.nonce,
            "code_challenge": flow.challenge,
            "code_challenge_method": "S256",
        }
        return f"{metadata.authorization}{'&' if '?' in metadata.authorization else '?'}{urlencode(asked)}"

    async def identity(self, provider: Provider, flow: Flow, brought: Return) -> Identity:
        async with self._asking(provider):
            discovered = self._discovered[provider.name]
            metadata = await discovered.metadata()
            if brought.issuer != provider.issuer and (brought.issuer is not None or metadata.says_issuer):
                raise AnswerUntrusted(provider, "another issuer has answered")
            tokens = await self._exchanged(provider, metadata, flow, brought.code)
            claims = await _claims_of(tokens.get("id_token"), discovered)
            subject = check_token(claims, provider, flow.nonce, self._clock.now())
            if "email" not in claims and metadata.userinfo:
                claims = await _told_of(subject, metadata.userinfo, tokens.get("access_token"))
            return identity_of(subject, claims, provider)

    async def _exchanged(self, provider: Provider, metadata: Metadata, flow: Flow, code: str) -> Answer:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._return_to(provider),
            "code_verifier": flow.verifier,
        }
        headers, secret = dict[str, str](), self._secrets.get(provider.name)
        if secret is None or metadata.takes_secret_in_body:
            form |= {"client_id": provider.client_id, **({"client_secret": secret.reveal()} if secret else {})}
        else:
            pair = f"{quote_plus(provider.client_id)}:{quote_plus(secret.reveal())}"
            headers["authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        status, said = await ask("POST", metadata.token, headers=headers, form=form)
        if status == 400 and said.get("error") == "invalid_grant":
            raise ProviderLoginOver
        if status != 200:
            raise Unusable(f"its token endpoint answers {status}, {str(said.get('error'))[:40]}")
        return said

    def _return_to(self, provider: Provider) -> str:
        """The shop's own address, whatever a request says; one for each provider, so that none answers for another."""
        return f"{self._public_url}{RETURN_PATH}/{provider.name}"

    @asynccontextmanager
    async def _asking(self, provider: Provider) -> AsyncIterator[None]:
        """While a provider has failed several times in a row it is left alone for a moment, and nobody waits for it."""
        breaker = self._breakers[provider.name]
        if not breaker.allows():
            raise ProviderAway(provider, "it has failed several times in a row")
        try:
            async with asyncio.timeout(self._answer_s):
                yield
        except (Unusable, TimeoutError) as error:
            breaker.failed()
            why = str(error) or f"no answer within {self._answer_s:g} s"
            log.warning("The provider %s cannot be used: %s", provider.name, why)
            raise ProviderAway(provider, why) from error
        except (jwt.PyJWTError, AnswerUntrusted) as error:
            why = error.why if isinstance(error, AnswerUntrusted) else str(error)
            log.warning("What the provider %s said is not trusted: %s", provider.name, why)
            raise AnswerUntrusted(provider, why) from error
        breaker.succeeded()


async def _claims_of(token: object, discovered: Discovery) -> Mapping[str, Any]:
    """What the token says, once its signature is known to be the provider's; what it must say is the domain's."""
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise jwt.DecodeError("there is no ID token, or a far too long one")
    key = await discovered.key_of(token)
    options = {**UNCHECKED, "enforce_minimum_key_length": True}
    return jwt.decode(token, key, algorithms=[key.algorithm_name], options=options)  # pyright: ignore[reportArgumentType]


async def _told_of(subject: str, userinfo: str, access_token: object) -> Answer:
    """By scopes asked for, and not in the token: providers may say it here alone (OpenID Connect Core, 5.4)."""
    if not isinstance(access_token, str):
        raise Unusable("it gives no access token")
    status, said = await ask("GET", userinfo, headers={"authorization": f"Bearer {access_token}"})
    if status != 200:
        raise Unusable(f"its userinfo answers {status}")
    if said.get("sub") != subject:
        raise jwt.InvalidTokenError("its userinfo is of somebody else")
    return said
