"""A guest looks for an order by its number and e-mail address: a code is sent there, and opens that order alone.

The habits are those of all codes (docs/decisions/0015-codes-that-tell-nothing.md): hashed, used once, few tries, and
good only in the browser that asked.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Self
from uuid import UUID

from kit.errors import Kind, SoukError
from kit.mail import Mail
from souk_order.domain.orders import Order
from souk_order.domain.states import OrderState

LIFETIME: Final = timedelta(minutes=10)
MOST_TRIES: Final = 5
DIGITS: Final = 6
LONGEST_COOKIE: Final = 100
_NUMBER = re.compile(r"(SK)?([A-Z0-9]{4})([A-Z0-9]{4})")


class WrongLookupCode(SoukError):
    """One answer for all of it: a wrong code, an old one, another browser's, and an order that does not exist."""

    code = "wrong-code"
    kind = Kind.UNAUTHENTICATED

    def __init__(self) -> None:
        super().__init__(
            "The code is not right, or is not good any more.",
            f"Check it, or ask for a new one. A code is good for {LIFETIME.seconds // 60} minutes and "
            f"{MOST_TRIES} tries, in the browser that asked for it.",
        )


@dataclass(frozen=True, slots=True)
class Lookup:
    """What is kept of one; without an order nobody knows its code and nothing makes it right."""

    id: UUID
    order_id: UUID | None
    code_hash: bytes
    browser_hash: bytes
    expires_at: datetime
    tries: int = 0
    used_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        return self.used_at is None and self.tries < MOST_TRIES and now < self.expires_at

    def tried(self, code_hash: bytes, now: datetime) -> Lookup:
        """Counted, and used up where it is right."""
        right = hmac.compare_digest(self.code_hash, code_hash) and self.order_id is not None
        return replace(self, tries=self.tries + 1, used_at=now if right else None)


@dataclass(frozen=True, slots=True)
class Ticket:
    """The half that the asking browser keeps."""

    lookup_id: UUID
    secret: str

    @classmethod
    def new(cls, lookup_id: UUID) -> Self:
        return cls(lookup_id, secrets.token_urlsafe(24))

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        lookup_id, _, secret = (text or "")[:LONGEST_COOKIE].partition(".")
        try:
            return cls(UUID(lookup_id), secret)
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.lookup_id}.{self.secret}"

    @property
    def hash(self) -> bytes:
        return hashlib.sha256(self.secret.encode()).digest()


def new_digits() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def typed_digits(text: str) -> str:
    """As people copy it from a mail: with blanks or a dash between."""
    return "".join(character for character in text if character.isascii() and character.isdigit())


def typed_number(text: str) -> str:
    """As it is kept, however it was typed: in small letters, with blanks, without SK or dashes."""
    found = _NUMBER.fullmatch(re.sub(r"[^A-Z0-9]", "", text.upper()))
    return f"SK-{found[2]}-{found[3]}" if found else ""


def may_be_opened(order: Order | None, email: str) -> bool:
    """A guest's, that became an order; who has an account signs in instead."""
    if order is None or order.customer_id is not None or order.failure is not None:
        return False
    return order.state is not OrderState.PENDING and typed_email(order.contact.email) == typed_email(email)


def typed_email(text: str) -> str:
    return text.strip().casefold()


def lookup_letter(lookup: Lookup, order: Order, digits: str, language: str) -> Mail:
    """In the language of the page that asks, where the code is to be typed."""
    return Mail(
        id=lookup.id,
        kind="order-lookup-code",
        to=order.contact.email,
        name=order.contact.name,
        language=language,
        facts={"code": digits, "number": order.number, "minutes": LIFETIME.seconds // 60},
        code_until=lookup.expires_at,
    )
