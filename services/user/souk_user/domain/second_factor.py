"""The second factor: codes of an authenticator (RFC 6238), and recovery codes for who has lost it.

Written out rather than taken from a library: the algorithm is ten lines over hmac, and what a library leaves to its
caller (a used step is refused, the secret is sealed, tries are counted) is all the rest.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Self
from urllib.parse import quote
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kit.errors import Kind, SoukError
from kit.http.tokens import UserType
from kit.ids import random_code
from souk_user.domain.attempts import Patience
from souk_user.domain.codes import typed_digits

STEP_S: Final = 30
DIGITS: Final = 6
DRIFT: Final = 1  # steps that a phone's clock may be early or late
SECRET_BYTES: Final = 20  # as RFC 4226 recommends
NONCE_BYTES: Final = 12
RECOVERY_CODES: Final = 10
PENDING_LIFETIME: Final = timedelta(minutes=10)
MOST_TRIES: Final = 5
# Of all devices that the account does not know together: who has the password must not guess a million codes. The
# owner is not locked out by it: a known device has its own allowance, and recovery codes are not counted here.
STRANGERS: Final = Patience(free=20, first_wait=timedelta(hours=1), longest_wait=timedelta(hours=24))


class SecondFactorNeeded(SoukError):
    """Half of a login: the browser holds the proof of it and goes on with the code."""

    code = "second-factor-needed"
    kind = Kind.UNAUTHENTICATED

    def __init__(self) -> None:
        super().__init__(
            "This account is protected by an authenticator.", "Type the code that it shows, or a recovery code."
        )


class WrongFactor(SoukError):
    """One answer for all of it: a wrong code, one that was used before, and a login that waits no more."""

    code = "wrong-second-factor"
    kind = Kind.UNAUTHENTICATED

    def __init__(self) -> None:
        super().__init__(
            "The code is not right, or was used already.",
            "Wait for the next code and type that. After five tries sign in again.",
        )


class FactorIsOn(SoukError):
    code = "second-factor-is-on"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__("This account has an authenticator.", "Switch it off before you set up another.")


class FactorIsOff(SoukError):
    code = "second-factor-is-off"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__("No authenticator is set up for this account.", "Set one up first.")


@dataclass(frozen=True, slots=True)
class Factor:
    account_id: UUID
    sealed_secret: bytes
    confirmed_at: datetime | None = None
    last_step: int = 0

    @property
    def is_on(self) -> bool:
        return self.confirmed_at is not None

    def after(self, step: int, now: datetime) -> Factor:
        """A code of this step was right: it is used up, and the first one switches the factor on."""
        return replace(self, last_step=step, confirmed_at=self.confirmed_at or now)


@dataclass(frozen=True, slots=True)
class PendingLogin:
    id: UUID
    account_id: UUID
    account_type: UserType
    browser_hash: bytes
    expires_at: datetime
    tries: int = 0
    used_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        return self.used_at is None and self.tries < MOST_TRIES and now < self.expires_at


class FactorSecrets:
    """Seals what must be read again (secrets) and hashes what need not (recovery codes), under a key of its own."""

    def __init__(self, text: str) -> None:
        self._sealing = AESGCM(_derived(text, "seal"))
        self._hashing = _derived(text, "recovery-code")

    def seal(self, account_id: UUID, secret: bytes) -> bytes:
        """For this account: moved to the row of another one it does not open."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._sealing.encrypt(nonce, secret, account_id.bytes)

    def open(self, factor: Factor) -> bytes:
        nonce, sealed = factor.sealed_secret[:NONCE_BYTES], factor.sealed_secret[NONCE_BYTES:]
        try:
            return self._sealing.decrypt(nonce, sealed, factor.account_id.bytes)
        except InvalidTag as error:
            raise RuntimeError(
                "An authenticator's secret does not open: SOUK_USER_FACTOR_SECRET is not the one that sealed it. "
                "Bring the old one back."
            ) from error

    def recovery_hash(self, account_id: UUID, typed: str) -> bytes:
        code = "".join(character for character in typed.upper() if character.isalnum())
        return hmac.digest(self._hashing, account_id.bytes + code.encode(), "sha256")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Shown once, to be put into an authenticator."""

    secret: bytes
    email: str
    shop_name: str

    @classmethod
    def new(cls, email: str, shop_name: str) -> Self:
        return cls(secrets.token_bytes(SECRET_BYTES), email, shop_name)

    @property
    def text(self) -> str:
        return base64.b32encode(self.secret).decode()

    @property
    def uri(self) -> str:
        """As authenticators read it; digits, period and algorithm are what all of them assume."""
        issuer = quote(self.shop_name, safe="")
        return f"otpauth://totp/{issuer}:{quote(self.email, safe='@')}?secret={self.text}&issuer={issuer}"


def code_at(secret: bytes, step: int) -> str:
    digest = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_at(now: datetime) -> int:
    return int(now.timestamp()) // STEP_S


def matching_step(secret: bytes, typed: str, last_step: int, now: datetime) -> int | None:
    """The step that the code is of; none that was used, nor one before it."""
    digits, found = typed_digits(typed), None
    for step in range(step_at(now) - DRIFT, step_at(now) + DRIFT + 1):
        if hmac.compare_digest(code_at(secret, step), digits) and step > last_step:
            found = step
    return found


def looks_like_recovery(typed: str) -> bool:
    """Authenticators show digits only and few of them."""
    return len(typed_digits(typed)) != DIGITS or any(character.isalpha() for character in typed)


def new_recovery_codes() -> Sequence[str]:
    return tuple("-".join(random_code(4) for _ in range(3)) for _ in range(RECOVERY_CODES))


def strangers_counter(account_id: UUID) -> str:
    return f"factor:{account_id}"


def device_counter(device_id: UUID, account_id: UUID) -> str:
    return f"factor-device:{device_id}:{account_id}"


def _derived(text: str, purpose: str) -> bytes:
    info = f"souk-user:factor:{purpose}".encode()
    return HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(text.encode())
