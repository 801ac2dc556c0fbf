"""Where a provider is asked for what, and with which keys it signs: told by itself, and kept for an hour."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self, cast

import jwt

from souk_user.adapters.openid.asking import Answer, Unusable, ask, checked_address
from souk_user.domain.id_tokens import ALGORITHMS

WELL_KNOWN: Final = "/.well-known/openid-configuration"
KEPT_S: Final = 3600.0
# A token of an unknown key has us look for new ones (keys rotate); made-up ones must not have us ask without end.
KEYS_AGAIN_AFTER_S: Final = 30.0
MOST_KEYS: Final = 100
ASYMMETRIC: Final = frozenset({"RSA", "EC", "OKP"})


@dataclass(frozen=True, slots=True)
class Metadata:
    authorization: str
    token: str
    keys: str
    userinfo: str | None
    takes_secret_in_body: bool  # it says that it takes no other way
    says_issuer: bool  # RFC 9207: its answers always name it

    @classmethod
    def of(cls, said: Answer, issuer: str) -> Self:
        if said.get("issuer") != issuer:
            raise Unusable("it says to be another issuer")
        methods = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        userinfo = said.get("userinfo_endpoint")
        return cls(
            authorization=checked_address(said.get("authorization_endpoint"), issuer),
            token=checked_address(said.get("token_endpoint"), issuer),
            keys=checked_address(said.get("jwks_uri"), issuer),
            userinfo=checked_address(userinfo, issuer) if userinfo else None,
            takes_secret_in_body=isinstance(methods, list) and "client_secret_basic" not in methods,
            says_issuer=said.get("authorization_response_iss_parameter_supported") is True,
        )


class Discovery:
    """Of one provider. Who comes while it is being asked waits for that answer."""

    def __init__(self, issuer: str, monotonic: Callable[[], float]) -> None:
        self._issuer = issuer
        self._monotonic = monotonic
        self._one_at_a_time = asyncio.Lock()
        self._metadata: tuple[float, Metadata] | None = None
        self._keys: tuple[float, Sequence[Mapping[str, Any]]] | None = None

    async def metadata(self) -> Metadata:
        async with self._one_at_a_time:
            if self._metadata is None or self._monotonic() - self._metadata[0] > KEPT_S:
                status, said = await ask("GET", self._issuer.rstrip("/") + WELL_KNOWN)
                if status != 200:
                    raise Unusable(f"its configuration answers {status}")
                self._metadata = self._monotonic(), Metadata.of(said, self._issuer)
            return self._metadata[1]

    async def key_of(self, token: str) -> jwt.PyJWK:
        """The one that the token says to be signed with, for the algorithm that it says, if both are good ones."""
        header = jwt.get_unverified_header(token)
        algorithm, key_id = header.get("alg"), header.get("kid")
        if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
            raise jwt.InvalidAlgorithmError("its algorithm is none that proves anything")
        metadata = await self.metadata()
        key = await self._found(metadata, key_id, older_than_s=KEPT_S)
        key = key or await self._found(metadata, key_id, older_than_s=KEYS_AGAIN_AFTER_S)
        if key is None:
            raise jwt.InvalidKeyError("it is signed with a key that is not the provider's")
        return jwt.PyJWK(dict(key), algorithm=algorithm)

    async def _found(self, metadata: Metadata, key_id: object, older_than_s: float) -> Mapping[str, Any] | None:
        async with self._one_at_a_time:
            if self._keys is None or self._monotonic() - self._keys[0] > older_than_s:
                status, said = await ask("GET", metadata.keys)
                if status != 200:
                    raise Unusable(f"its keys answer {status}")
                self._keys = self._monotonic(), _keys_in(said)
            keys = self._keys[1]
        fitting = [key for key in keys if key_id is None or key.get("kid") == key_id]
        return fitting[0] if len(fitting) == 1 else None


def _keys_in(said: Answer) -> Sequence[Mapping[str, Any]]:
    """Public ones for signatures; a shared secret among them would be one that everybody knows."""
    listed = said.get("keys")
    if not isinstance(listed, list):
        raise Unusable("it lists no keys")
    keys = [cast("Mapping[str, Any]", key) for key in cast("list[object]", listed)[:MOST_KEYS] if isinstance(key, dict)]
    return [key for key in keys if key.get("kty") in ASYMMETRIC and key.get("use", "sig") == "sig"]
