"""What the saga asks of any way to pay. Every call carries a key: repeating it changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from contracts.money import Money
from kit.errors import Kind, SoukError
from souk_order.steps import ChallengeAnswer


@dataclass(frozen=True, slots=True)
class Authorised:
    """The amount is held; nothing is taken yet."""

    last4: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """Nothing to hold: the carrier collects the amount."""


@dataclass(frozen=True, slots=True)
class Challenged:
    """The bank wants the shopper's word first."""

    question: str
    last4: str | None = None


@dataclass(frozen=True, slots=True)
class Declined:
    cause: str
    fix: str
    last4: str | None = None


@dataclass(frozen=True, slots=True)
class Captured:
    """The amount is taken."""


@dataclass(frozen=True, slots=True)
class CaptureRefused:
    """The amount is still only held, and cannot be taken."""

    cause: str
    fix: str


@dataclass(frozen=True, slots=True)
class Voided:
    """Nothing is held, and a late authorisation by the same key will be refused."""


Standing: TypeAlias = Authorised | Due | Challenged | Declined | Captured | Voided


class ProviderSilent(SoukError):
    """No answer in time; the call may have been carried out, so ask by key."""

    code = "provider-silent"
    kind = Kind.TIMEOUT

    def __init__(self, provider: str, deadline_s: float) -> None:
        super().__init__(
            cause=f"{provider} did not answer within {deadline_s:g} s.",
            fix="Ask by key how the payment stands before trying again.",
        )


class Provider(Protocol):
    async def authorise(self, key: str, amount: Money, token: str | None) -> Standing:
        """Hold the amount."""
        ...

    async def find(self, key: str) -> Standing | None:
        """How a payment stands; None when the provider never heard of it."""
        ...

    async def answer(self, key: str, answer: ChallengeAnswer) -> Standing:
        """Pass on what the shopper says to the bank's question."""
        ...

    async def capture(self, key: str) -> Captured | CaptureRefused:
        """Take the amount that is held."""
        ...

    async def void(self, key: str) -> Voided:
        """Let go of what is held, and refuse what may still arrive under this key."""
        ...
