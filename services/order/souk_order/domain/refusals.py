"""What the order service refuses to do."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from contracts.money import Money
from kit.errors import Kind, SoukError


class NoInvoiceYet(SoukError):
    code = "no-invoice-yet"
    kind = Kind.NOT_FOUND

    def __init__(self, order_id: UUID) -> None:
        super().__init__(
            cause="This order has no invoice: it is made when the parcel leaves.",
            fix="Look again once the order is on its way; one that was cancelled before gets none.",
            facts={"order_id": str(order_id)},
        )


class NoSuchInvoice(SoukError):
    code = "no-such-invoice"
    kind = Kind.NOT_FOUND

    def __init__(self, invoice_id: UUID) -> None:
        super().__init__(
            cause="This order has no invoice or credit note of this id.",
            fix="Take one of those that the order lists.",
            facts={"invoice_id": str(invoice_id)},
        )


class DocumentUnavailable(SoukError):
    code = "document-unavailable"
    kind = Kind.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(
            cause="The document could not be made in time.",
            fix="Try again in a moment; nothing is wrong with the order.",
            facts={"retry_after_s": 10},
        )


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


class OrderMovedOn(SoukError):
    """Another process changed an order between reading and saving it."""

    code = "order-moved-on"
    kind = Kind.CONFLICT

    def __init__(self, order_ids: Sequence[UUID]) -> None:
        super().__init__(f"Of {', '.join(map(str, order_ids))} one has changed since it was read.", "Read it again.")


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
    def of(cls, checkout_id: UUID, order_id: UUID, number: str, link_token: str | None) -> CheckoutAlreadyOrdered:
        """The link token goes to the guest who placed it: a reload may have lost the answer that brought it."""
        return cls(
            cause=f"This checkout already became order {number}.",
            fix="Open that order; it is not placed a second time.",
            facts={
                "checkout_id": str(checkout_id),
                "order_id": str(order_id),
                "order_number": number,
                **({"link_token": link_token} if link_token else {}),
            },
        )


class OrderExists(SoukError):
    """Its request or its checkout became an order meanwhile, or too many others wait for their payment."""

    code = "order-exists"
    kind = Kind.CONFLICT

    def __init__(self, order_id: UUID) -> None:
        super().__init__(f"Order {order_id} is not kept: another one stands before it.", "Read what is kept.")


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


class WebhookRefused(SoukError):
    """Says nothing of what is wrong, so that nobody learns to forge one."""

    code = "webhook-refused"
    kind = Kind.UNAUTHENTICATED

    def __init__(self) -> None:
        super().__init__(
            cause="This message is not accepted.",
            fix="Only the payment provider can send it; an operator compares the secret on both sides.",
        )


class NoSuchProvider(SoukError):
    code = "no-such-provider"
    kind = Kind.NOT_FOUND

    def __init__(self, name: str) -> None:
        super().__init__(
            cause=f"No payment provider of this shop is called {name}.",
            fix="Look up the address in services/order/README.md.",
        )


class NoSimulatedChallenge(SoukError):
    code = "no-simulated-challenge"
    kind = Kind.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("The simulated bank asks nothing at this address.", "Go back to the shop and pay again.")


class NoChallenge(SoukError):
    code = "no-challenge"
    kind = Kind.CONFLICT

    def __init__(self, order_id: UUID) -> None:
        super().__init__(
            cause="No challenge of this order waits for an answer at the moment.",
            fix="Reload the order to see how it stands.",
            facts={"order_id": str(order_id)},
        )
