"""A small provider of OpenID Connect that listens, keeps to the rules and really signs, until a test has it lie.

`python -m souk_user.testing.provider` runs one that vouches for whoever comes, to try the whole way in a shop.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

import jwt
from aiohttp import BasicAuth, web
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
ASHA = {"sub": "248289761001", "email": "asha@souk.example", "email_verified": True, "name": "Asha Rao"}
CLIENT, SECRET = "souk", "a secret: with signs/+"
PORT = 8999


class Key:
    algorithm = "ES256"

    def __init__(self, key_id: str) -> None:
        self.id = key_id
        self.private: Any = ec.generate_private_key(ec.SECP256R1())

    def public(self) -> dict[str, Any]:
        jwk = json.loads(ECAlgorithm.to_jwk(self.private.public_key()))
        return {**jwk, "kid": self.id, "use": "sig", "alg": self.algorithm}


class RsaKey(Key):
    algorithm = "RS256"

    def __init__(self, key_id: str, bits: int) -> None:
        self.id = key_id
        self.private = rsa.generate_private_key(65537, bits)

    def public(self) -> dict[str, Any]:
        return {**json.loads(RSAAlgorithm.to_jwk(self.private.public_key())), "kid": self.id}


class LocalProvider:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self.issuer = ""
        self.now = now
        self.person: dict[str, Any] = dict(ASHA)
        self.keys: Sequence[Key] = [Key("first")]
        self.metadata: dict[str, Any] = {}  # in place of what it says of itself
        self.claims: dict[str, Any] = {}  # in place of what its tokens say; None leaves one out
        self.instead: dict[str, Handler] = {}  # of how it answers at an address
        self.asked: list[str] = []
        self.sign: Callable[[dict[str, Any]], str] = self._signed
        self._codes = dict[str, dict[str, str]]()

    def visit(self, address: str, answers: str = "yes") -> dict[str, str]:
        """What a browser does there: whoever it is agrees, and is sent back with this."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        back = {"state": asked["state"], "iss": self.issuer}
        if answers != "yes":
            return {**back, "error": "access_denied"}
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        return {**back, "code": code}

    def app(self) -> web.Application:
        @web.middleware
        async def instead(request: web.Request, handler: Handler) -> web.StreamResponse:
            self.asked.append(request.path)
            return await self.instead.get(request.path, handler)(request)

        app = web.Application(middlewares=[instead])
        app.router.add_get("/.well-known/openid-configuration", self._configuration)
        app.router.add_get("/authorize", self._authorize)
        app.router.add_post("/token", self._token)
        app.router.add_get("/keys", self._keys)
        app.router.add_get("/userinfo", self._userinfo)
        return app

    async def _configuration(self, _: web.Request) -> web.Response:
        said = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
        }
        return web.json_response({**said, **self.metadata})

    async def _authorize(self, request: web.Request) -> web.Response:
        back = self.visit(str(request.url), request.query.get("answers", "yes"))
        raise web.HTTPFound(f"{request.query['redirect_uri']}?{urlencode(back)}")

    async def _token(self, request: web.Request) -> web.Response:
        form = {key: str(value) for key, value in (await request.post()).items()}
        asked = self._codes.pop(form.get("code", ""), None)
        if not self._knows(request, form):
            return web.json_response({"error": "invalid_client"}, status=401)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if asked is None or (asked["redirect_uri"], asked["code_challenge"]) != (form.get("redirect_uri"), challenge):
            return web.json_response({"error": "invalid_grant"}, status=400)
        token = self.sign(self.token_for(asked["nonce"]))
        return web.json_response({"access_token": "for userinfo", "token_type": "Bearer", "id_token": token})

    def token_for(self, nonce: str) -> dict[str, Any]:
        now = self.now()
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "nonce": nonce,
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(minutes=5)).timestamp()),
            **self.person,
            **self.claims,
        }
        return {name: value for name, value in claims.items() if value is not None}

    async def _keys(self, _: web.Request) -> web.Response:
        return web.json_response({"keys": [key.public() for key in self.keys]})

    async def _userinfo(self, request: web.Request) -> web.Response:
        if request.headers.get("authorization") != "Bearer for userinfo":
            return web.json_response({}, status=401)
        return web.json_response(self.person)

    def _signed(self, claims: dict[str, Any]) -> str:
        key = self.keys[-1]
        return jwt.encode(claims, key.private, algorithm=key.algorithm, headers={"kid": key.id})

    @staticmethod
    def _knows(request: web.Request, form: dict[str, str]) -> bool:
        said = request.headers.get("authorization")
        if said is None:
            return (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        basic = BasicAuth.decode(said)
        return (unquote_plus(basic.login), unquote_plus(basic.password)) == (CLIENT, SECRET)  # RFC 6749, 2.3.1


@asynccontextmanager
async def running(provider: LocalProvider, port: int = 0) -> AsyncIterator[LocalProvider]:
    runner = web.AppRunner(provider.app(), shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        provider.issuer = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield provider
    finally:
        await runner.cleanup()


async def _run() -> None:
    async with running(LocalProvider(lambda: datetime.now(UTC)), PORT) as provider:
        settings = {"local": {"issuer": provider.issuer, "client_id": CLIENT, "shown_as": "A local provider"}}
        print(f"SOUK_USER_OIDC_PROVIDERS='{json.dumps(settings)}'")
        print(f"SOUK_USER_OIDC_SECRETS='{json.dumps({'local': SECRET})}'", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_run())
