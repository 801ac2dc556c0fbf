"""What a checkout comes to when it is ordered; an order keeps it, whatever catalogue and cart say later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from contracts.money import Money
from contracts.order import Recipient


@dataclass(frozen=True, slots=True)
class Line:
    sku: str
    title: str
    handle: str
    options: Mapping[str, str]
    image: Mapping[str, Any] | None
    quantity: int
    unit_price: Money
    line_total: Money
    discount: Money  # its share of what promotions took off
    weight_grams: int

    @property
    def paid(self) -> Money:
        """What a refund of this line gives back."""
        return self.line_total - self.discount


@dataclass(frozen=True, slots=True)
class Held:
    """What a reservation left on the shelf, by SKU; nothing is said of a repeated one or of what sells past zero."""

    left: Mapping[str, int]
    sold: bool = False  # there was plenty: nothing is left to be committed

    def is_scarce(self, lines: Iterable[Line]) -> bool:
        """More than a tenth of what is left is held."""
        return any(line.sku in self.left and line.quantity * 10 > self.left[line.sku] for line in lines)


@dataclass(frozen=True, slots=True)
class Contact:
    email: str
    phone: str
    name: str


@dataclass(frozen=True, slots=True)
class DeliveryOption:
    """The one that the shopper chose."""

    code: str
    name: str
    charge: Money
    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class Totals:
    """subtotal - discount + delivery = total."""

    subtotal: Money
    discount: Money
    delivery: Money
    total: Money


@dataclass(frozen=True, slots=True)
class Discount:
    """Which rule of the shop took off how much."""

    promotion_id: UUID | None  # None for what the shop always gives
    name: str
    code: str | None
    applies_to: Literal["goods", "delivery"]
    amount: Money
    is_limited: bool  # claimed before anything is held for the order


@dataclass(frozen=True, slots=True)
class Tax:
    """`amount` of it is in `of`, which was paid for all that had this rate."""

    name: str
    basis_points: int
    of: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class Quote:
    checkout_id: UUID
    cart_id: UUID
    lines: tuple[Line, ...]
    contact: Contact
    address: Recipient
    delivery: DeliveryOption
    cash_on_delivery: bool
    totals: Totals
    discounts: tuple[Discount, ...] = ()
    taxes: tuple[Tax, ...] = ()  # within the total
