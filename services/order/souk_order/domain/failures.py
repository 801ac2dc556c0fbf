"""Why a checkout can come to nothing: what undoes a pending order is kept with it, and said again to whoever asks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import ClassVar, Final
from uuid import UUID

from kit.errors import JsonValue, Kind, SoukError

NOT_CHARGED: Final = "You are not charged."
REFUNDED: Final = "What you paid has been refunded."


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


class PromotionUsedUp(CheckoutFailure):
    """Others were faster, or it was the shopper's own other order; `coupon` among the facts is the code."""

    code = "promotion-used-up"
    kind = Kind.CONFLICT

    @classmethod
    def of(cls, cause: str, facts: dict[str, JsonValue]) -> PromotionUsedUp:
        return cls(f"{cause} {NOT_CHARGED}", "Look at the total without it, and place the order again.", facts)


class ReservationExpired(CheckoutFailure):
    code = "reservation-expired"
    kind = Kind.CONFLICT

    @classmethod
    def of(cls, order_id: UUID) -> ReservationExpired:
        return cls(
            cause=f"The payment took so long that the goods were no longer held for you. {NOT_CHARGED}",
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
            cause=f"The payment was not confirmed with your bank in time. {NOT_CHARGED}",
            fix="Place the order again, and confirm the payment when your bank asks.",
        )


class CheckoutUnavailable(CheckoutFailure):
    code = "checkout-unavailable"
    kind = Kind.UNAVAILABLE
    same_key_may_retry = True

    @classmethod
    def now(cls) -> CheckoutUnavailable:
        return cls(
            cause=f"Stock or payment could not be reached in time. {NOT_CHARGED}",
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
        PromotionUsedUp,
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

    def refunded(self) -> Failure:
        """Known only now: the money had been taken."""
        return replace(self, cause=self.cause.replace(NOT_CHARGED, REFUNDED))

    def as_error(self) -> CheckoutFailure:
        return self._kind(self.cause, self.fix, self.facts)

    @property
    def same_key_may_retry(self) -> bool:
        return self._kind.same_key_may_retry

    @property
    def _kind(self) -> type[CheckoutFailure]:
        """Of an order of long ago it may be one that no release knows any more."""
        return FAILURES.get(self.code, CheckoutFailure)
