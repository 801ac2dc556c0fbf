"""A checkout: where the cart's content goes, how, and when it may become an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from contracts.money import Money, zero
from contracts.order import Recipient
from kit.errors import Kind, SoukError
from souk_cart.domain.cart import OutOfStock
from souk_cart.domain.claims import Use
from souk_cart.domain.offers import Line
from souk_cart.domain.totals import Delivery

STANDARD_DELIVERY = "standard"  # the delivery that may be free


class CheckoutState(StrEnum):
    OPEN = "open"
    PLACED = "placed"  # an order took its lines
    REPLACED = "replaced"  # its guest logged in and had another checkout open there


class EmptyCart(SoukError):
    code = "empty-cart"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__("There is nothing in the bag that can be bought.", "Put something into the bag first.")


class NoSuchCheckout(SoukError):
    code = "no-such-checkout"
    kind = Kind.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("You have no such checkout open.", "Go to checkout from your bag.")


class CheckoutAlreadyOrdered(SoukError):
    code = "checkout-already-ordered"
    kind = Kind.CONFLICT

    def __init__(self, checkout_id: UUID, order: OrderReference | None) -> None:
        known = {"order_id": str(order.id), "order_number": order.number} if order else {}
        super().__init__(
            f"This checkout has become the order {order.number}." if order else "This checkout has become an order.",
            "Look at your orders; for another one go to checkout again.",
            {"checkout_id": str(checkout_id), **known},
        )


class CheckoutReplaced(SoukError):
    code = "checkout-replaced"
    kind = Kind.CONFLICT

    def __init__(self, checkout_id: UUID) -> None:
        super().__init__(
            "When you signed in, your account had another checkout open, and that one goes on. Nothing was ordered.",
            "Go to checkout from your bag; it holds what you had as a guest too.",
            {"checkout_id": str(checkout_id)},
        )


class NotDeliveredThere(SoukError):
    code = "not-delivered-there"
    kind = Kind.UNPROCESSABLE

    def __init__(
        self, cause: str = "We do not deliver to this postal code.", fix: str = "Use another address."
    ) -> None:
        super().__init__(cause, fix, {"field": "address.postal_code"})


class DeliveryUnavailable(SoukError):
    code = "delivery-unavailable"
    kind = Kind.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(
            "Delivery cannot be looked up at this moment.",
            "Your bag and what you entered are kept; try again shortly.",
            {"retry_after_s": 2},
        )


class DeliveryRefused(SoukError):
    """Logistics understood the question and refused it: asking again later would not help."""

    code = "delivery-refused"
    kind = Kind.UNPROCESSABLE

    def __init__(self, cause: str, fix: str = "Change the bag or the address.") -> None:
        super().__init__(f"This bag cannot be delivered as it is: {cause}", fix)


class DeliveryNotOffered(SoukError):
    code = "delivery-not-offered"
    kind = Kind.UNPROCESSABLE

    def __init__(self, wanted: str, offered: Sequence[str]) -> None:
        super().__init__(
            f"The delivery {wanted} is not offered for this address.",
            f"Choose one of {', '.join(offered)}.",
            {"field": "delivery", "offered": list(offered)},
        )


class NoLongerSold(SoukError):
    code = "no-longer-sold"
    kind = Kind.CONFLICT

    def __init__(self, sku: str) -> None:
        super().__init__(
            "An article in the bag is no longer sold.", "Remove it from the bag, then go on.", {"sku": sku}
        )


@dataclass(frozen=True, slots=True)
class Contact:
    email: str
    phone: str
    name: str


@dataclass(frozen=True, slots=True)
class OrderReference:
    id: UUID
    number: str


@dataclass(frozen=True, slots=True)
class OrderedCheckout:
    """What the order service says of a checkout that became an order."""

    checkout_id: UUID
    cart_id: UUID
    order: OrderReference
    lines: Sequence[tuple[str, int]]  # SKU and quantity
    uses: Sequence[Use] = ()


@dataclass(frozen=True, slots=True)
class DeliveryOption:
    """`code` is what a checkout and an order call their delivery_code."""

    code: str
    name: str
    charge: Money
    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class DeliveryQuote:
    cash_on_delivery: bool
    options: tuple[DeliveryOption, ...]

    def with_standard_free(self) -> DeliveryQuote:
        """Only the plain delivery becomes free; who wants it faster pays for that."""
        options = tuple(
            replace(option, charge=zero(option.charge.currency)) if option.code == STANDARD_DELIVERY else option
            for option in self.options
        )
        return replace(self, options=options)

    def charged(self, code: str) -> Delivery:
        option = self.chosen(code)
        standard = next((each.charge.amount for each in self.options if each.code == STANDARD_DELIVERY), 0)
        return Delivery(standard, option.charge, option.code == STANDARD_DELIVERY)

    def offers(self, code: str) -> bool:
        return any(option.code == code for option in self.options)

    def chosen(self, code: str) -> DeliveryOption:
        option = self.chosen_or_first(code)
        if option.code != code:
            raise DeliveryNotOffered(code, [option.code for option in self.options])
        return option

    def chosen_or_first(self, code: str) -> DeliveryOption:
        if not self.options:
            raise NotDeliveredThere
        return next((option for option in self.options if option.code == code), self.options[0])


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a delivery is quoted for."""

    country: str
    postal_code: str
    weight_grams: int
    subtotal: Money


@dataclass(frozen=True, slots=True)
class Quoted:
    """What logistics said of a parcel, and when it was asked."""

    parcel: Parcel
    quote: DeliveryQuote
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Checkout:
    id: UUID
    cart_id: UUID
    state: CheckoutState
    contact: Contact
    address: Recipient
    delivery_code: str
    order: OrderReference | None = None
    quoted: Quoted | None = None  # of late: to show and to choose, never to buy
    email_mark: str | None = None  # of the contact's address: what one shopper may use once is counted by it

    def check_open(self) -> None:
        if self.state is CheckoutState.PLACED:
            raise CheckoutAlreadyOrdered(self.id, self.order)
        if self.state is CheckoutState.REPLACED:
            raise CheckoutReplaced(self.id)


def check_buyable(lines: Sequence[Line]) -> None:
    """Every line as it stands can be had now, or the first that cannot is named."""
    if not lines:
        raise EmptyCart
    for line in lines:
        if line.problem == "gone" or line.offer is None:
            raise NoLongerSold(line.sku)
        if line.problem is not None:
            raise OutOfStock(line.sku, line.offer.title, line.quantity, line.offer.left)
