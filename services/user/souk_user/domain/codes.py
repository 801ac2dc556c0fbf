"""Codes that prove a person reads a mailbox or holds a phone: six digits, once, for a short while, in one browser."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from kit.errors import Kind, SoukError
from kit.http.tokens import SigningKey, UserType
from kit.mail import Channel
from souk_user.domain.refresh_tokens import secret_under

LIFETIME: Final = timedelta(minutes=10)
MOST_TRIES: Final = 5
DIGITS: Final = 6
LONGEST_COOKIE: Final = 100


class WrongCode(SoukError):
    """One answer for all of it: a wrong code, an old one, another browser's, and an account that does not exist."""

    code = "wrong-code"
    kind = Kind.UNAUTHENTICATED

    def __init__(self) -> None:
        super().__init__(
            "The code is not right, or is not good any more.",
            f"Check it, or ask for a new one. A code is good for {LIFETIME.seconds // 60} minutes and "
            f"{MOST_TRIES} tries, in the browser that asked for it.",
        )


class NoTextMessages(SoukError):
    code = "no-text-messages"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__("This shop sends no text messages.", "Use your e-mail address.")


class PhoneTaken(SoukError):
    code = "phone-taken"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__("This phone number belongs to another account.", "Sign in there, or use another number.")


class Purpose(StrEnum):
    LOG_IN = "log-in"
    RESET = "reset"
    CONTACT = "contact"  # a new e-mail address or phone number of somebody who is signed in
    SIGN_UP = "sign-up"
    DELETION = "deletion"


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a code goes; `address` in its one spelling."""

    channel: Channel
    address: str

    @property
    def key(self) -> str:
        return f"{self.channel}:{self.address}"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who signs up, until the code has proved the address."""

    name: str
    password_hash: str


@dataclass(frozen=True, slots=True)
class Code:
    """What is kept of a code: `account_id` says whose the address is, if it is somebody's."""

    id: UUID
    purpose: Purpose
    user_type: UserType
    account_id: UUID | None
    sent_to: Contact
    code_hash: bytes
    browser_hash: bytes
    expires_at: datetime
    tries: int = 0
    used_at: datetime | None = None
    newcomer: Newcomer | None = None

    @property
    def is_sent(self) -> bool:
        """To an account's owner; of a sign-up to who has none. Otherwise nobody knows it and nothing makes it right."""
        return (self.account_id is None) == (self.purpose is Purpose.SIGN_UP)

    def is_open(self, now: datetime) -> bool:
        return self.used_at is None and self.tries < MOST_TRIES and now < self.expires_at

    def tried(self, code_hash: bytes, now: datetime) -> Code:
        """Counted, and used up where it is right."""
        right = hmac.compare_digest(self.code_hash, code_hash) and self.is_sent
        return replace(self, tries=self.tries + 1, used_at=now if right else None)


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a browser keeps that asked for a code or proved half of a login: without it the rest opens nothing."""

    id: UUID  # of the code, or of the login that waits
    secret: str

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        its_id, _, secret = (text or "")[:LONGEST_COOKIE].partition(".")
        try:
            return cls(UUID(its_id), secret)
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.id}.{self.secret}"

    @property
    def hash(self) -> bytes:
        return hashlib.sha256(self.secret.encode()).digest()


class CodeHashes:
    """Under a secret: six digits alone would be guessed from their hash at once."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    def under(cls, key: SigningKey) -> Self:
        return cls(secret_under(key, "code"))

    def hash(self, code_id: UUID, digits: str) -> bytes:
        return hmac.digest(self._secret, code_id.bytes + digits.encode(), "sha256")


def new_digits() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def new_ticket(its_id: UUID) -> Ticket:
    return Ticket(its_id, secrets.token_urlsafe(24))


def typed_digits(text: str) -> str:
    """As people copy it from a mail: with blanks or a dash between."""
    return "".join(character for character in text if character.isascii() and character.isdigit())


def canonical_phone(phone: str, country_code: str) -> str:
    """Digits with the country's code in front; a number without one is of the shop's own country."""
    digits = typed_digits(phone)
    return digits if phone.strip().startswith("+") else country_code + digits.lstrip("0")


@dataclass(frozen=True, slots=True)
class CodeLimits:
    """How many codes may be asked for in an hour, and to one contact in a day; and tried, right or wrong."""

    per_address: int
    per_pair: int  # of an address and a contact
    per_contact: int  # by all strangers together; also by a device that the account knows, for itself
    per_contact_and_day: int
    tries_per_address: int
