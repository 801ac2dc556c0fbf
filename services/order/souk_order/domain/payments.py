"""How an order is paid: the payment it keeps, what a provider asks the shopper, and how a charge can stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from contracts.money import Money
from kit.errors import Kind, SoukError
from souk_order.domain.states import PAYMENT_MOVES, PaymentState, checked


class Method(StrEnum):
    CARD = "card"
    CASH_ON_DELIVERY = "cash_on_delivery"


@dataclass(frozen=True, slots=True)
class Confirm:
    """The shop itself asks, and passes the shopper's answer on."""

    prompt: str


@dataclass(frozen=True, slots=True)
class Redirect:
    """The shopper answers on a page of the provider and comes back by GET."""

    prompt: str
    url: str


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """The provider's own script asks the shopper, in the shop's page."""

    prompt: str
    client_secret: str


Challenge: TypeAlias = Confirm | Redirect | ClientSecret


class ChallengeAnswer(StrEnum):
    """What the shopper says to a Confirm."""

    APPROVE = "approve"
    REJECT = "reject"


def is_answered_elsewhere(challenge: Challenge) -> bool:
    """The shop never hears the answer itself: it asks the provider how the charge stands."""
    return not isinstance(challenge, Confirm)


@dataclass(frozen=True, slots=True)
class Payment:
    method: Method
    token: str | None = None  # what the provider knows the card by
    state: PaymentState = PaymentState.PENDING
    last4: str | None = None
    challenge: Challenge | None = None

    def moved(self, to: PaymentState) -> Payment:
        return replace(self, state=checked("payment", PAYMENT_MOVES, self.state, to), challenge=None)


# How a charge stands at its provider.


@dataclass(frozen=True, slots=True)
class Authorised:
    """The amount is held; nothing is taken yet."""

    last4: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """Nothing to hold: the carrier collects the amount."""


@dataclass(frozen=True, slots=True)
class Challenged:
    """The provider wants the shopper's word first."""

    challenge: Challenge
    last4: str | None = None


@dataclass(frozen=True, slots=True)
class Declined:
    cause: str
    fix: str
    last4: str | None = None


@dataclass(frozen=True, slots=True)
class Captured:
    """The amount is taken; some ways to pay take it at once, and never only hold it."""

    last4: str | None = None


@dataclass(frozen=True, slots=True)
class CaptureRefused:
    """The amount is still only held, and cannot be taken."""

    cause: str
    fix: str


@dataclass(frozen=True, slots=True)
class Voided:
    """Nothing is held, and a late authorisation by the same key will be refused."""


@dataclass(frozen=True, slots=True)
class Refunded:
    """Given back to the shopper, and how much of what was taken is left to give back."""

    amount: Money
    left: Money


ChargeState: TypeAlias = Authorised | Due | Challenged | Declined | Captured | Voided


class ProviderSilent(SoukError):
    """No answer in time; the call may have been carried out, so ask by key."""

    code = "provider-silent"
    kind = Kind.TIMEOUT

    def __init__(self, provider: str, deadline_s: float) -> None:
        super().__init__(
            cause=f"{provider} did not answer within {deadline_s:g} s.",
            fix="Ask by key how the payment stands before trying again.",
        )


class RefundRefused(SoukError):
    code = "refund-refused"
    kind = Kind.CONFLICT

    def __init__(self, amount: Money, left: Money) -> None:
        super().__init__(
            cause=f"{amount.amount} {amount.currency} cannot be refunded: {left.amount} {left.currency} are left of "
            "what was taken.",
            fix="Refund at most what is left.",
            facts={"amount": amount.model_dump(), "left": left.model_dump()},
        )


@dataclass(frozen=True, slots=True)
class Card:
    """What a provider knows a card by; the number itself is not kept."""

    token: str
    last4: str
    brand: str
