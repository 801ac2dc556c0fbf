"""The product and logistics services, as far as the cart knows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from contracts.money import Money
from souk_cart.domain.checkout import DeliveryOption, DeliveryQuote, DeliveryUnavailable, NotDeliveredThere, Parcel
from souk_cart.domain.offers import Offer, PricesUnavailable


def inr(paise: int) -> Money:
    return Money(amount=paise, currency="INR")


@dataclass
class FakeProducts:
    """The product service, as far as the cart knows it."""

    offers: dict[str, Offer] = field(default_factory=dict)
    is_down: bool = False
    asked: list[str] = field(default_factory=list)

    def put(
        self,
        sku: str,
        price: int = 20000,
        stock: int = 10,
        compare_at: int | None = None,
        currency: str = "INR",
        weight_grams: int = 300,
    ) -> None:
        self.offers[sku] = Offer(
            sku=sku, handle=sku.lower(), title=f"The {sku}", options={"Size": "M"}, image=None,
            price=Money(amount=price, currency=currency),
            compare_at=inr(compare_at) if compare_at else None, stock=stock, purchasable=stock > 0,
            weight_grams=weight_grams,
        )  # fmt: skip

    def sell(self, sku: str, quantity: int) -> None:
        left = self.offers[sku].stock - quantity
        self.offers[sku] = replace(self.offers[sku], stock=left, purchasable=left > 0)

    async def of(self, skus: Sequence[str]) -> Mapping[str, Offer]:
        if self.is_down:
            raise PricesUnavailable
        self.asked += skus
        return {sku: self.offers[sku] for sku in skus if sku in self.offers}


@dataclass
class FakeLogistics:
    """The logistics service, as far as the cart knows it: it serves Mysuru."""

    is_down: bool = False
    express: bool = True
    charge: Money = field(default_factory=lambda: inr(5900))
    asked: list[tuple[int, Money]] = field(default_factory=list)

    async def quote(self, parcel: Parcel) -> DeliveryQuote:
        if self.is_down:
            raise DeliveryUnavailable
        if parcel.postal_code != "570001":
            raise NotDeliveredThere
        self.asked.append((parcel.weight_grams, parcel.subtotal))
        day = date(2026, 11, 24)
        options = (
            DeliveryOption("standard", "Standard", self.charge, day, day),
            DeliveryOption("express", "Express", inr(12900), day, day),
        )
        return DeliveryQuote(cash_on_delivery=True, options=options if self.express else options[:1])
