"""Accounts, addresses and what may be done with them."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kit.errors import Kind, SoukError
from kit.http.tokens import UserType
from souk_user.domain.roles import Role

SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 128
MOST_ADDRESSES = 50


class EmailTaken(SoukError):
    code = "email-taken"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__("An account with this e-mail address exists.", "Log in, or use another address.")


class WeakPassword(SoukError):
    code = "weak-password"
    kind = Kind.UNPROCESSABLE

    def __init__(self, cause: str, fix: str) -> None:
        super().__init__(cause, fix, {"field": "password"})


class NoPassword(SoukError):
    """Whoever came by a provider alone has none until they set one."""

    code = "no-password"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__("Your account has no password yet.", "Set one first, with a code that we send you by mail.")


class NoSuchAccount(SoukError):
    code = "no-such-account"
    kind = Kind.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("This account no longer exists.", "Sign up again, or log in with another account.")


class NoSuchAddress(SoukError):
    code = "no-such-address"
    kind = Kind.NOT_FOUND

    def __init__(self, address_id: UUID) -> None:
        super().__init__("You have no such address.", "Reload your addresses.", {"address_id": str(address_id)})


class TooManyAddresses(SoukError):
    code = "too-many-addresses"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            f"An account keeps {MOST_ADDRESSES} addresses at most.",
            "Remove one that you no longer use.",
            {"most": MOST_ADDRESSES},
        )


@dataclass(frozen=True, slots=True)
class Credentials:
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Account:
    id: UUID
    type: UserType
    email: str
    name: str
    phone: str | None
    password_hash: str | None  # None: who came by a provider, and has set none
    created_at: datetime
    email_verified_at: datetime | None = None
    verified_phone: str | None = None  # digits; it may log in by a code
    role: Role | None = None  # of sellers and admins; None is an owner, as all were before there were roles
    organisation: UUID | None = None  # of a seller who joined another's
    language: str | None = None  # of the pages where they signed in last: they are written to in it

    @property
    def team(self) -> UUID:
        """A seller's organisation; who founded it gives it the own id."""
        return self.organisation or self.id

    @property
    def seller_team(self) -> UUID | None:
        """Whose products they may change."""
        return self.team if self.type == "seller" else None


@dataclass(frozen=True, slots=True)
class Address:
    id: UUID
    name: str
    phone: str
    line1: str
    line2: str
    city: str
    state: str
    postal_code: str
    country: str
    is_default: bool


def canonical_password(password: str) -> str:
    """The same characters typed on another keyboard hash alike (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, email: str, breached: Container[str]) -> None:
    """`email` in its canonical spelling."""
    password = canonical_password(password)
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword(
            f"The password has {len(password)} characters.", f"Use {SHORTEST_PASSWORD} or more; a sentence is good."
        )
    if len(password) > LONGEST_PASSWORD:
        raise WeakPassword(
            f"The password has more than {LONGEST_PASSWORD} characters.", f"Use {LONGEST_PASSWORD} or fewer."
        )
    if password.lower() in {email, email.partition("@")[0]}:
        raise WeakPassword("The password is your e-mail address.", "Choose one that others cannot guess.")
    if password.lower() in breached or len(set(password)) == 1:
        raise WeakPassword(
            "This password is known from data breaches, so it is tried first by thieves.", "Choose another one."
        )


def with_added(addresses: Sequence[Address], new: Address) -> list[Address]:
    """The first address becomes the default; a later one only if it asks to."""
    if len(addresses) >= MOST_ADDRESSES:
        raise TooManyAddresses
    return _with_one_default([*addresses, new], new.id if new.is_default else None)


def with_changed(addresses: Sequence[Address], changed: Address) -> list[Address]:
    """A default address stays it until another one takes its place."""
    if changed.id not in {address.id for address in addresses}:
        raise NoSuchAddress(changed.id)
    others = [changed if address.id == changed.id else address for address in addresses]
    was_default = next(address.id for address in addresses if address.is_default)
    return _with_one_default(others, changed.id if changed.is_default else was_default)


def without(addresses: Sequence[Address], address_id: UUID) -> list[Address]:
    """When the default goes, the oldest of the others takes its place; removing twice is no error."""
    return _with_one_default([address for address in addresses if address.id != address_id], None)


def _with_one_default(addresses: Sequence[Address], wanted: UUID | None) -> list[Address]:
    if not addresses:
        return []
    current = next((address.id for address in addresses if address.is_default), addresses[0].id)
    chosen = wanted or current
    return [replace(address, is_default=address.id == chosen) for address in addresses]
