"""The shop's own secrets: made once, kept in files that only their owner reads."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm

from cli.manifest_rules import SIGNING_KEY
from cli.refusals import Refusal
from kit.http.tokens import SigningKey
from local.files import write_whole

ACCOUNTS, SIGNING_KEY_FILE = "accounts.json", "signing-key.pem"
SIGNED_OUT = "Everybody is signed out then, and guests lose their bags."


class BrokenKey(Refusal):
    def __init__(self, file: Path, cost: str = "What was made with the old one may refuse it.") -> None:
        super().__init__(
            f"The secret {file} is broken: it is empty or cannot be read.",
            f"Bring it back from a backup, or remove it, and ./souk up makes another. {cost}",
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

    def secret_of(self, service: str, need: str) -> str:
        """What `needs` of souk.toml names: the key that signs for all services, or a secret of this one's own."""
        if need == SIGNING_KEY:
            return self.signing_key
        return self.password_of(f"{service}-{need.removesuffix('_secret')}")

    @property
    def signing_key(self) -> str:
        return self._kept(SIGNING_KEY_FILE, lambda: SigningKey.generate().pem())

    @property
    def jwks(self) -> str:
        """The public half, as every service reads it."""
        try:
            return json.dumps(SigningKey.read(self.signing_key).jwks())
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise BrokenKey(self.folder / SIGNING_KEY_FILE, SIGNED_OUT) from error

    def keep_accounts(self, accounts: list[dict[str, Any]]) -> None:
        """A repeated seeding makes no account again, so it must not forget the ones it once made."""
        known = {account["email"]: account for account in self.accounts()}
        known |= {account["email"]: account for account in accounts if account.get("password")}
        self._keep(ACCOUNTS, json.dumps(list(known.values()), indent=2) + "\n")

    def accounts(self) -> list[dict[str, Any]]:
        file = self.folder / ACCOUNTS
        if not file.exists():
            return []
        try:
            return json.loads(file.read_text("utf-8"))
        except ValueError as error:
            raise BrokenKey(file, "The passwords of the demo accounts are lost then.") from error

    def refuse_broken(self) -> None:
        """Before a start: a broken secret is told by its name, and not by what fails for want of it."""
        for file in self.folder.glob("[!.]*"):
            if file.is_file() and not file.read_bytes().strip():
                raise BrokenKey(file)
        if (self.folder / SIGNING_KEY_FILE).exists():
            self.jwks  # noqa: B018 (reads the key)
        self.accounts()

    def _kept(self, name: str, make: Callable[[], str]) -> str:
        file = self.folder / name
        if not file.exists():
            self._keep(name, make())
        if kept := file.read_text("utf-8").strip():
            return kept
        raise BrokenKey(file)

    def _keep(self, name: str, text: str) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(self.folder / name, text, 0o600)
