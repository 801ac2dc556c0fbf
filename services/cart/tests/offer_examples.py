"""Articles and their prices."""

from __future__ import annotations

from contracts.money import Money
from souk_cart.domain.offers import Offer, Terms

TERMS = Terms("INR", delivery_estimate=4900, free_delivery_from=99900)


def inr(paise: int) -> Money:
    return Money(amount=paise, currency="INR")


def an_offer(sku: str = "MUG", stock: int = 10, price: int = 50000, compare_at: int | None = None) -> Offer:
    return Offer(
        sku=sku,
        handle=sku.lower(),
        title=f"The {sku}",
        options={},
        image=None,
        price=inr(price),
        compare_at=inr(compare_at) if compare_at else None,
        stock=stock,
        purchasable=stock > 0,
        weight_grams=300,
    )
