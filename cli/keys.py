"""The shop's own secrets: made once, kept in files that only their owner reads."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)


@dataclass(frozen=True, slots=True)
class Keys:
    folder: Path

    def password_of(self, what: str) -> str:
        return self._kept(what, lambda: secrets.token_urlsafe(24))

    @property
    def postgres_superuser(self) -> str:
        return self.password_of("postgres-superuser")

    @property
    def nats_launcher(self) -> str:
        return self.password_of("nats-launcher")

    def database_of(self, service: str) -> str:
        return self.password_of(f"database-{service}")

    def database_owner_of(self, service: str) -> str:
        return self.password_of(f"database-{service}-owner")

    def nats_of(self, service: str) -> str:
        return self.password_of(f"nats-{service}")

    def service_key_of(self, service: str) -> str:
        return self.password_of(f"service-key-{service}")

    def service_key_hash_of(self, service: str) -> str:
        return hashlib.sha256(self.service_key_of(service).encode()).hexdigest()

    @property
    def order_link(self) -> str:
        return self.password_of("order-link")

    @property
    def signing_key(self) -> str:
        return self._kept("signing-key.pem", _new_signing_key)

    @property
    def jwks(self) -> str:
        """The public half, as every service reads it."""
        private = load_pem_private_key(self.signing_key.encode(), password=None)
        if not isinstance(private, Ed25519PrivateKey):
            raise TypeError(f"{self.folder / 'signing-key.pem'} is no Ed25519 key")
        x = _base64url(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
        thumbprint = json.dumps({"crv": "Ed25519", "kty": "OKP", "x": x}, separators=(",", ":"))
        kid = _base64url(hashlib.sha256(thumbprint.encode()).digest())
        key = {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": kid, "alg": "EdDSA", "use": "sig"}
        return json.dumps({"keys": [key]})

    def keep_accounts(self, accounts: list[dict[str, Any]]) -> None:
        """A repeated seeding makes no account again, so it must not forget the ones it once made."""
        known = {account["email"]: account for account in self.accounts()}
        known |= {account["email"]: account for account in accounts if account.get("password")}
        _write(self.folder / "accounts.json", json.dumps(list(known.values()), indent=2) + "\n")

    def accounts(self) -> list[dict[str, Any]]:
        file = self.folder / "accounts.json"
        return json.loads(file.read_text("utf-8")) if file.exists() else []

    def _kept(self, name: str, make: Callable[[], str]) -> str:
        file = self.folder / name
        if not file.exists():
            _write(file, make())
        return file.read_text("utf-8").strip()


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(text)
    unfinished.replace(file)


def _new_signing_key() -> str:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
