"""What the product service says of an article, and what a cart's lines cost by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from contracts.money import Money, zero
from contracts.product import LOW_STOCK
from kit.errors import Kind, SoukError

Problem = Literal["sold_out", "only_some_left", "gone"]


@dataclass(frozen=True, slots=True)
class Offer:
    sku: str
    handle: str
    title: str
    options: Mapping[str, str]
    image: Mapping[str, Any] | None  # shown as the product service sent it
    price: Money
    compare_at: Money | None
    stock: int
    purchasable: bool
    weight_grams: int
    categories: tuple[str, ...] = ()  # slugs from the root down to its own

    @property
    def left(self) -> int:
        return self.stock if self.purchasable else 0

    def looks_like(self, other: Offer | None) -> bool:
        """To a shopper, who sees only of few how many they are."""
        few = LOW_STOCK + 1
        return other is not None and replace(self, stock=min(self.stock, few)) == replace(
            other, stock=min(other.stock, few)
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What the product service offered, by SKU, and a moment before it was asked."""

    offers: Mapping[str, Offer]
    at: datetime

    def beside(self, known: Mapping[str, Offer]) -> Mapping[str, Offer]:
        return {**known, **self.offers}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cart with what is offered for it now; `offer` is None when it is no longer sold."""

    sku: str
    quantity: int
    offer: Offer | None

    @property
    def problem(self) -> Problem | None:
        if self.offer is None:
            return "gone"
        if self.offer.stock <= 0:
            return "sold_out"
        if not self.offer.purchasable:
            return "gone"
        return "only_some_left" if self.offer.stock < self.quantity else None

    @property
    def shown_stock(self) -> int | None:
        left = self.offer.left if self.offer else 0
        return left if left <= LOW_STOCK else None

    @property
    def counts(self) -> bool:
        """What cannot be had at all does not count towards the total."""
        return self.problem in (None, "only_some_left")

    @property
    def price(self) -> int:
        """Of all its pieces, in minor units, before anything is taken off."""
        return self.offer.price.amount * self.quantity if self.offer else 0


@dataclass(frozen=True, slots=True)
class Terms:
    """What the shop asks for delivery; amounts are in the currency's minor unit."""

    currency: str
    delivery_estimate: int
    free_delivery_from: int | None


class PricesUnavailable(SoukError):
    code = "prices-unavailable"
    kind = Kind.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(
            "Prices and stock cannot be looked up at this moment.",
            "Your bag is kept as it was; try again shortly.",
            {"retry_after_s": 2},
        )


class OtherCurrency(SoukError):
    code = "other-currency"
    kind = Kind.CONFLICT

    def __init__(self, offer: Offer, currency: str) -> None:
        super().__init__(
            f"{offer.title} is priced in {offer.price.currency}, and this shop sells in {currency}.",
            "Choose another article; the shop has to price this one anew.",
            {"sku": offer.sku, "priced_in": offer.price.currency, "sold_in": currency},
        )


def lines_of(quantities: Mapping[str, int], offers: Mapping[str, Offer], currency: str) -> list[Line]:
    """What is priced in another currency than the shop's cannot be had."""
    sold = {sku: offer for sku, offer in offers.items() if offer.price.currency == currency}
    return [Line(sku, quantity, sold.get(sku)) for sku, quantity in quantities.items()]


def subtotal_of(lines: Iterable[Line], currency: str) -> Money:
    prices = (line.offer.price * line.quantity for line in lines if line.offer and line.counts)
    return sum(prices, start=zero(currency))


def weight_of(lines: Iterable[Line]) -> int:
    return sum(line.offer.weight_grams * line.quantity for line in lines if line.offer and line.counts)
