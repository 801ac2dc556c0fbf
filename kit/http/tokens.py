"""Signed identities: access tokens (JWT, EdDSA) and guest ids, signed by one service, checked by all."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Literal, Self, get_args
from uuid import UUID

import jwt
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

UserType = Literal["customer", "seller", "admin"]
USER_TYPES: tuple[UserType, ...] = get_args(UserType)
ISSUER = "souk"
GUEST_PREFIX = b"souk-guest:"
# Checking a signature costs about 100 µs; a shopper sends the same token with every request for minutes.
REMEMBERED = 4096
LONGEST_TOKEN = 2048


@dataclass(frozen=True, slots=True)
class Claims:
    user_id: UUID
    type: UserType
    session_id: UUID
    expires_at: float
    permissions: frozenset[str] | None = None  # None: the token says nothing of them
    team: UUID | None = None  # of sellers


class SignatureWrong(ValueError):
    """The text is not signed by a key we know, or is malformed."""


class PublicKeys:
    """The keys that may sign; remembers what it has verified, never whether it has expired."""

    def __init__(self, keys: Mapping[str, Ed25519PublicKey]) -> None:
        self._keys = dict(keys)
        self.claims_of = lru_cache(REMEMBERED)(self._claims_of)
        self.guest_of = lru_cache(REMEMBERED)(self._guest_of)

    @classmethod
    def read(cls, jwks: Mapping[str, Any] | str) -> Self:
        document = json.loads(jwks) if isinstance(jwks, str) else jwks
        return cls({key["kid"]: _public_key(key["x"]) for key in document.get("keys", ()) if _is_ed25519(key)})

    def _claims_of(self, token: str) -> Claims:
        try:
            key = self._keys[jwt.get_unverified_header(token)["kid"]]
            body = jwt.decode(
                token,
                key,
                algorithms=["EdDSA"],
                issuer=ISSUER,
                options={"require": ["sub", "exp", "iss"], "verify_exp": False, "verify_iat": False},
            )
            return Claims(
                UUID(body["sub"]),
                _user_type(body["typ"]),
                UUID(body["sid"]),
                float(body["exp"]),
                _permissions(body.get("perms")),
                UUID(body["team"]) if "team" in body else None,
            )
        except (jwt.PyJWTError, KeyError, ValueError, TypeError, AttributeError) as error:
            raise SignatureWrong("not an access token of ours") from error

    def _guest_of(self, text: str) -> UUID:
        guest_id, _, signature = text.partition(".")
        try:
            known = UUID(guest_id)
            raw = _unbase64(signature)
        except ValueError as error:
            raise SignatureWrong("not a guest id of ours") from error
        if str(known) == guest_id and _signed_by_any(self._keys.values(), raw, guest_id):
            return known
        raise SignatureWrong("not a guest id of ours")


class SigningKey:
    """The private half; only the service that knows who people are holds it (and tests)."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self._x = _base64(private.public_key().public_bytes_raw())
        thumb = json.dumps({"crv": "Ed25519", "kty": "OKP", "x": self._x}, separators=(",", ":"))
        self.kid = _base64(hashlib.sha256(thumb.encode()).digest())  # RFC 7638

    @classmethod
    def generate(cls) -> Self:
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def read(cls, pem: str) -> Self:
        private = serialization.load_pem_private_key(pem.encode(), password=None)
        if not isinstance(private, Ed25519PrivateKey):
            raise TypeError("the signing key must be an Ed25519 private key in PEM")
        return cls(private)

    def pem(self) -> str:
        form = serialization.PrivateFormat.PKCS8
        plain = serialization.NoEncryption()
        return self._private.private_bytes(serialization.Encoding.PEM, form, plain).decode()

    def jwks(self) -> dict[str, Any]:
        key = {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": self.kid, "x": self._x}
        return {"keys": [key]}

    def public_keys(self) -> PublicKeys:
        return PublicKeys.read(self.jwks())

    def access_token(
        self,
        user_id: UUID,
        user_type: UserType,
        session_id: UUID,
        at: datetime,
        ttl_s: float = 600,
        permissions: Collection[str] | None = None,
        team: UUID | None = None,
    ) -> str:
        body: dict[str, Any] = {
            "sub": str(user_id),
            "typ": user_type,
            "sid": str(session_id),
            "iss": ISSUER,
            "iat": int(at.timestamp()),
            "exp": int((at + timedelta(seconds=ttl_s)).timestamp()),
        }
        if permissions is not None:
            body["perms"] = sorted(permissions)
        if team is not None:
            body["team"] = str(team)
        return jwt.encode(body, self._private, algorithm="EdDSA", headers={"kid": self.kid})

    def guest(self, guest_id: UUID) -> str:
        signature = self._private.sign(GUEST_PREFIX + str(guest_id).encode())
        return f"{guest_id}.{_base64(signature)}"


def _signed_by_any(keys: Iterable[Ed25519PublicKey], signature: bytes, guest_id: str) -> bool:
    for key in keys:
        try:
            key.verify(signature, GUEST_PREFIX + guest_id.encode())
        except InvalidSignature:
            continue
        return True
    return False


def _user_type(text: str) -> UserType:
    for known in USER_TYPES:
        if text == known:
            return known
    raise ValueError("unknown user type")


def _permissions(listed: object) -> frozenset[str] | None:
    if listed is None:
        return None
    if isinstance(listed, list) and all(isinstance(each, str) for each in listed):
        return frozenset(listed)
    raise ValueError("permissions are a list of words")


def _is_ed25519(key: Mapping[str, Any]) -> bool:
    return key.get("kty") == "OKP" and key.get("crv") == "Ed25519" and "kid" in key and "x" in key


def _public_key(x: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(_unbase64(x))


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _unbase64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
