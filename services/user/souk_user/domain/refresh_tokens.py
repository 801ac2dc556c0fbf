"""Refresh tokens: random at first, then each one derived from the one before it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Self

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kit.http.tokens import SigningKey


class RefreshTokens:
    """Only the holder of the secret can derive a token's successor.

    Because a successor follows from its predecessor, the same one can be given again to a second tab or after a
    lost answer, while the database keeps nothing but hashes.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    def under(cls, key: SigningKey) -> Self:
        return cls(secret_under(key, "refresh"))

    def first(self) -> str:
        return secrets.token_urlsafe(32)

    def successor(self, token: str) -> str:
        return self._derived("successor", token)

    def visible(self, token: str) -> str:
        """The value of souk_session: changes with every rotation and says nothing about the token."""
        return self._derived("visible", token)[:22]

    def _derived(self, purpose: str, token: str) -> str:
        digest = hmac.digest(self._secret, f"{purpose}:{token}".encode(), "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    @staticmethod
    def hash(token: str) -> bytes:
        return hashlib.sha256(token.encode()).digest()


def secret_under(key: SigningKey, purpose: str) -> bytes:
    """A secret that follows from the signing key, so that there is one key to keep."""
    info = f"souk-user:{purpose}".encode()
    return HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(key.pem().encode())
