"""What the order service refuses, and why a checkout can come to nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from contracts.money import Money
from kit.errors import JsonValue, Kind, SoukError


class OrderNotFound(SoukError):
    """Also said to strangers, so that nobody learns which orders exist."""

    code = "order-not-found"
    kind = Kind.NOT_FOUND

    def __init__(self, order_id: UUID) -> None:
        super().__init__(
            cause="There is no such order, or it is not yours to see.",
            fix="Sign in with the account that placed it, or open the link you got when you placed it.",
            facts={"order_id": str(order_id)},
        )


class IllegalMove(SoukError):
    code = "illegal-move"
    kind = Kind.CONFLICT

    def __init__(self, what: str, state: str, to: str) -> None:
        super().__init__(
            cause=f"The {what} is {state}; it cannot become {to}.",
            fix="Reload the order and choose what its state allows.",
            facts={"what": what, "state": state, "to": to},
        )


class TotalChanged(SoukError):
    code = "total-changed"
    kind = Kind.CONFLICT

    def __init__(self, expected: Money, actual: Money) -> None:
        super().__init__(
            cause="The total changed since you last saw it.",
            fix="Look at the new total and confirm again.",
            facts={"expected": expected.model_dump(), "actual": actual.model_dump()},
        )


class CheckoutNotFound(SoukError):
    code = "checkout-not-found"
    kind = Kind.NOT_FOUND

    def __init__(self, checkout_id: UUID) -> None:
        super().__init__(
            cause="This checkout does not exist any more, or it belongs to someone else.",
            fix="Go back to the cart and check out again.",
            facts={"checkout_id": str(checkout_id)},
        )


class CheckoutNotReady(SoukError):
    """The cart service says why it cannot be bought as it is; `reason` among the facts is its code."""

    code = "checkout-not-ready"
    kind = Kind.CONFLICT


class CheckoutAlreadyOrdered(SoukError):
    code = "checkout-already-ordered"
    kind = Kind.CONFLICT

    @classmethod
    def of(cls, checkout_id: UUID, order_id: UUID, number: str) -> CheckoutAlreadyOrdered:
        return cls(
            cause=f"This checkout already became order {number}.",
            fix="Open that order; it is not placed a second time.",
            facts={"checkout_id": str(checkout_id), "order_id": str(order_id), "order_number": number},
        )


class TooManyOpenOrders(SoukError):
    """Each holds goods that others cannot buy meanwhile."""

    code = "too-many-open-orders"
    kind = Kind.TOO_MANY

    def __init__(self, most: int) -> None:
        super().__init__(
            cause=f"{most} orders of yours, or from your connection, are not paid yet, and hold goods for you.",
            fix="Confirm their payment with your bank, or wait a few minutes until they are cancelled.",
            facts={"most": most, "retry_after_s": 60},
        )


class PaymentMethodUnavailable(SoukError):
    code = "payment-method-unavailable"
    kind = Kind.CONFLICT

    def __init__(self, method: str) -> None:
        super().__init__(
            cause=f"This order cannot be paid by {method.replace('_', ' ')}.",
            fix="Choose another way to pay.",
            facts={"method": method},
        )


class CardExpired(SoukError):
    code = "card-expired"
    kind = Kind.UNPROCESSABLE

    def __init__(self) -> None:
        super().__init__("The card's expiry date is in the past.", "Check the date, or use another card.")


class CheckoutReplaced(SoukError):
    """The cart service has a newer checkout of the same bag."""

    code = "checkout-replaced"
    kind = Kind.CONFLICT


class NotASimulatedCard(SoukError):
    """So that nobody types a real card into a simulation."""

    code = "not-a-simulated-card"
    kind = Kind.UNPROCESSABLE

    def __init__(self, numbers: Sequence[str]) -> None:
        super().__init__(
            cause="This shop takes simulated cards only, and this number is none of them.",
            fix="Use 4242 4242 4242 4242, which always succeeds.",
            facts={"numbers": list(numbers)},
        )


class SimulationRefused(SoukError):
    code = "simulation-refused"
    kind = Kind.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            cause="Simulated cards work only in a shop on localhost; this one is public.",
            fix="Connect a real payment provider, or offer cash on delivery.",
        )


class NoChallenge(SoukError):
    code = "no-challenge"
    kind = Kind.CONFLICT

    def __init__(self, order_id: UUID) -> None:
        super().__init__(
            cause="No challenge of this order waits for an answer at the moment.",
            fix="Reload the order to see how it stands.",
            facts={"order_id": str(order_id)},
        )


class CheckoutFailure(SoukError):
    """Why a pending order is undone; kept with the order and said again to whoever asks."""

    code = "checkout-failure"

    # True: nothing the shopper did; the same idempotency key may place the order afresh.
    same_key_may_retry: ClassVar[bool] = False


class OutOfStock(CheckoutFailure):
    code = "out-of-stock"
    kind = Kind.CONFLICT

    @classmethod
    def of(cls, title: str, sku: str, wanted: int, left: int) -> OutOfStock:
        return cls(
            cause=f"Only {left} of {title} left, {wanted} wanted." if left else f"{title} is sold out.",
            fix=f"Lower the quantity to {left}, or remove the line." if left else "Remove it from the cart.",
            facts={"sku": sku, "wanted": wanted, "left": left},
        )


class StockRefused(CheckoutFailure):
    """The product service says why it cannot hold the lines, such as a variant that is gone."""

    code = "stock-refused"
    kind = Kind.CONFLICT


class ReservationExpired(CheckoutFailure):
    code = "reservation-expired"
    kind = Kind.CONFLICT

    @classmethod
    def of(cls, order_id: UUID) -> ReservationExpired:
        return cls(
            cause="The payment took so long that the goods were no longer held for you. You are not charged.",
            fix="Place the order again.",
            facts={"order_id": str(order_id)},
        )


class PaymentDeclined(CheckoutFailure):
    code = "payment-declined"
    kind = Kind.PAYMENT_REFUSED


class PaymentNotCaptured(CheckoutFailure):
    code = "payment-not-captured"
    kind = Kind.PAYMENT_REFUSED


class ChallengeExpired(CheckoutFailure):
    code = "challenge-expired"
    kind = Kind.GONE

    @classmethod
    def now(cls) -> ChallengeExpired:
        return cls(
            cause="The payment was not confirmed with your bank in time. You are not charged.",
            fix="Place the order again, and confirm the payment when your bank asks.",
        )


class CheckoutUnavailable(CheckoutFailure):
    code = "checkout-unavailable"
    kind = Kind.UNAVAILABLE
    same_key_may_retry = True

    @classmethod
    def now(cls) -> CheckoutUnavailable:
        return cls(
            cause="Stock or payment could not be reached in time. You are not charged.",
            fix="Try again in a moment.",
            facts={"retry_after_s": 5},
        )


class CheckoutAbandoned(CheckoutFailure):
    """Its saga could not go on, and an operator gave it up."""

    code = "checkout-abandoned"
    kind = Kind.CONFLICT

    @classmethod
    def now(cls) -> CheckoutAbandoned:
        return cls(
            cause="A fault of the shop's kept this order from being finished, and it was ended by hand.",
            fix="Place it again. Should your bank show an amount for it, the shop gives it back.",
        )


FAILURES: dict[str, type[CheckoutFailure]] = {
    cls.code: cls
    for cls in (
        OutOfStock,
        StockRefused,
        ReservationExpired,
        PaymentDeclined,
        PaymentNotCaptured,
        ChallengeExpired,
        CheckoutUnavailable,
        CheckoutAbandoned,
    )
}


@dataclass(frozen=True, slots=True)
class Failure:
    """A CheckoutFailure as the order keeps it."""

    code: str
    cause: str
    fix: str
    facts: dict[str, JsonValue] = field(default_factory=dict[str, JsonValue])

    @classmethod
    def of(cls, error: CheckoutFailure) -> Failure:
        return cls(error.code, error.cause, error.fix, error.facts)

    def as_error(self) -> CheckoutFailure:
        return FAILURES[self.code](self.cause, self.fix, self.facts)

    @property
    def same_key_may_retry(self) -> bool:
        return FAILURES[self.code].same_key_may_retry
