"""Messages that a payment provider sends by itself, and the signature that tells them from forged ones."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from souk_order.domain.refusals import WebhookRefused

# How old a message may be, and how far the two clocks may differ. A provider that sends one again signs it again.
TOLERANCE_S: Final = 300
LONGEST_SIGNATURE: Final = 1000


@dataclass(frozen=True, slots=True)
class ProviderEvent:
    """Something about a charge has changed; how the charge stands is asked, not told."""

    id: str
    charge_key: str


class Signatures:
    """`t=<seconds>,v1=<HMAC-SHA256 of "t.body">`, as Stripe signs; more than one v1 while a secret is exchanged."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def of(self, body: bytes, at: datetime) -> str:
        seconds = str(int(at.timestamp()))
        return f"t={seconds},v1={self._digest(seconds, body)}"

    def check(self, signature: str, body: bytes, now: datetime) -> None:
        """Raises WebhookRefused unless the body was signed with the secret, and just now."""
        parts = [part.strip().partition("=") for part in signature[:LONGEST_SIGNATURE].split(",")]
        seconds = next((value for name, _, value in parts if name == "t"), "")
        if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= 12):
            raise WebhookRefused
        expected = self._digest(seconds, body).encode()
        given = [value.encode() for name, _, value in parts if name == "v1"]
        matches = [hmac.compare_digest(expected, each) for each in given]  # all of them: time tells nothing
        if not any(matches) or abs(now.timestamp() - int(seconds)) > TOLERANCE_S:
            raise WebhookRefused

    def _digest(self, seconds: str, body: bytes) -> str:
        return hmac.new(self._secret, f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
