"""Devices where somebody has logged in: a browser shows a random id and, for each account, a proof that we gave it."""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

from kit.http.tokens import SigningKey
from souk_user.domain.refresh_tokens import secret_under

MOST_ACCOUNTS: Final = 4  # of one browser: a family's
LONGEST_COOKIE: Final = 300


@dataclass(frozen=True, slots=True)
class Device:
    """What a browser showed: nothing is believed of it until `Devices.knows` has checked it."""

    id: UUID
    proofs: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        device_id, *proofs = (text or "")[:LONGEST_COOKIE].split(".")
        try:
            return cls(UUID(device_id), tuple(proofs[:MOST_ACCOUNTS]))
        except ValueError:
            return None

    def __str__(self) -> str:
        return ".".join((str(self.id), *self.proofs))


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks to come in: from where, in which browser, and what that says it is."""

    address: str
    device: Device | None = None
    name: str = ""  # shown in the list of sessions, and believed for nothing
    language: str | None = None  # of the page


class Devices:
    """A proof is an HMAC over the device and the account, so none can be made up, moved or used for another account."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    def under(cls, key: SigningKey) -> Self:
        return cls(secret_under(key, "device"))

    def knows(self, device: Device, account_id: UUID) -> bool:
        proof = self._proof(device.id, account_id)
        return any(hmac.compare_digest(proof.encode(), shown.encode()) for shown in device.proofs)

    def with_account(self, device: Device | None, account_id: UUID) -> Device:
        """The device as it is after this account's login; the accounts that were there longest are forgotten."""
        known = device or Device(UUID(bytes=secrets.token_bytes(16)))
        proof = self._proof(known.id, account_id)
        others: Sequence[str] = [shown for shown in known.proofs if shown != proof]
        return Device(known.id, (proof, *others)[:MOST_ACCOUNTS])

    def _proof(self, device_id: UUID, account_id: UUID) -> str:
        digest = hmac.digest(self._secret, device_id.bytes + account_id.bytes, "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
