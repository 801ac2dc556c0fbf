"""Logins at a provider (OpenID Connect): who may vouch for a customer, what a browser begins there and brings back."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Self
from urllib.parse import urlsplit
from uuid import UUID

from kit.errors import Kind, SoukError
from souk_user.domain.codes import Ticket

LIFETIME: Final = timedelta(minutes=10)  # from the shop to the provider and back; then again until it is linked
NAME: Final = r"^[a-z][a-z0-9-]{0,31}$"
ANOTHER_WAY: Final = "or sign in with your password or a code."


class NoSuchProvider(SoukError):
    code = "no-such-provider"
    kind = Kind.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("The shop does not take logins from there.", "Sign in with your password or a code.")


class ProviderAway(SoukError):
    """It is down, hangs, says what cannot be used, or does not know this shop; the log says which."""

    code = "provider-away"
    kind = Kind.UNAVAILABLE

    def __init__(self, provider: Provider, why: str) -> None:
        self.why = why
        super().__init__(
            f"{provider.shown_as} gave no usable answer.",
            f"Try again in a moment, {ANOTHER_WAY}",
            {"provider": provider.name, "retry_after_s": 5},
        )


class ProviderLoginOver(SoukError):
    """One answer for all of it: too late, done before, begun in another browser, or not begun here at all."""

    code = "provider-login-over"
    kind = Kind.UNAUTHENTICATED

    def __init__(self) -> None:
        super().__init__("This sign-in was not begun in this browser, or is over.", f"Begin it again, {ANOTHER_WAY}")


class AnswerUntrusted(SoukError):
    """What came back does not prove anything; the log says why."""

    code = "provider-untrusted"
    kind = Kind.UNAUTHENTICATED

    def __init__(self, provider: Provider, why: str) -> None:
        self.why = why
        super().__init__(
            f"What {provider.shown_as} said could not be verified.",
            f"Begin again, {ANOTHER_WAY}",
            {"provider": provider.name},
        )


class EmailNotVerified(SoukError):
    code = "provider-email-not-verified"
    kind = Kind.CONFLICT

    def __init__(self, provider: Provider) -> None:
        super().__init__(
            f"{provider.shown_as} does not vouch for your e-mail address.",
            "Confirm the address there, or create an account with it here.",
            {"provider": provider.name},
        )


class LinkNeeded(SoukError):
    """Told to who has proved to own the address: it has an account, whose owner must say that this login opens it."""

    code = "login-link-needed"
    kind = Kind.CONFLICT

    def __init__(self, provider: Provider, email: str) -> None:
        super().__init__(
            f"There is an account with the address {email} already.",
            f"Sign in to it with your password or a code; then {provider.shown_as} opens it, too.",
            {"provider": provider.name, "shown_as": provider.shown_as, "email": email},
        )


class LinkedElsewhere(SoukError):
    code = "login-linked-elsewhere"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__("This login opens another account.", "Unlink it there first, or link another one.")


class LinkedAlready(SoukError):
    code = "login-linked-already"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__("Another login of this provider opens your account.", "Unlink that one first.")


class NoSuchLinkedLogin(SoukError):
    code = "no-such-linked-login"
    kind = Kind.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("Your account has no such linked login.", "Reload the list.")


@dataclass(frozen=True, slots=True)
class Provider:
    name: str  # in addresses
    issuer: str
    client_id: str
    shown_as: str
    scopes: tuple[str, ...] = ("email", "profile")


@dataclass(frozen=True, slots=True)
class Flow:
    """What goes to the provider and must come back: it follows from the browser's secret, so nothing of it is kept.

    The state ties the answer to the browser, the nonce the ID token to the request, the verifier (PKCE, RFC 7636) the
    code to whoever asked for it. From what a provider sees, none of the others can be told.
    """

    state: str
    nonce: str
    verifier: str

    @classmethod
    def of(cls, ticket: Ticket) -> Self:
        return cls(*(_derived(ticket, purpose) for purpose in ("state", "nonce", "verifier")))

    @property
    def challenge(self) -> str:
        return _base64(hashlib.sha256(self.verifier.encode()).digest())

    def has_state(self, state: str) -> bool:
        return hmac.compare_digest(self.state.encode(), state.encode())


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a provider vouches for; `email` only where it vouches for that, too, in its one spelling."""

    issuer: str
    subject: str
    email: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Return:
    """What a browser brings back from a provider."""

    code: str
    state: str
    issuer: str | None  # RFC 9207; not all say it


@dataclass(frozen=True, slots=True)
class ProviderLogin:
    """Begun in one browser at one provider; `identity` once that vouched for who must prove an account first."""

    id: UUID
    provider: str
    account_id: UUID | None  # who asks for a link; None: who wants to come in
    browser_hash: bytes
    expires_at: datetime
    came_back_at: datetime | None = None
    identity: Identity | None = None

    def awaits(self, provider: str, account_id: UUID | None, now: datetime) -> bool:
        """The return from there, of this person; once."""
        expected = (self.provider, self.account_id, None) == (provider, account_id, self.came_back_at)
        return expected and now < self.expires_at

    def waits_for(self, email: str, now: datetime) -> Identity | None:
        """For the owner of the account at this address."""
        vouched = self.identity if now < self.expires_at else None
        return vouched if vouched and vouched.email == email else None

    def back(self, now: datetime) -> ProviderLogin:
        return replace(self, came_back_at=now)

    def waiting(self, identity: Identity, now: datetime) -> ProviderLogin:
        return replace(self, identity=identity, expires_at=now + LIFETIME)

    def done(self) -> ProviderLogin:
        return replace(self, identity=None)


@dataclass(frozen=True, slots=True)
class LinkedLogin:
    """It opens the account, whatever address the provider tells later."""

    id: UUID
    account_id: UUID
    issuer: str
    subject: str
    email: str | None  # as it was when it was linked, to be told from others
    linked_at: datetime
    used_at: datetime

    @property
    def host(self) -> str:
        """What it is called once the shop takes no more logins from there."""
        return urlsplit(self.issuer).hostname or self.issuer


def _derived(ticket: Ticket, purpose: str) -> str:
    return _base64(hmac.digest(ticket.secret.encode(), f"provider-login:{purpose}".encode(), "sha256"))


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
