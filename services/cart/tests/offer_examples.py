"""Articles and their prices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from contracts.money import Money
from souk_cart.domain.offers import Line, Offer, Terms
from souk_cart.domain.promotions import Promotion
from souk_cart.domain.totals import Delivery, Totals, Wanted, totals_of

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


NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def total(
    lines: Sequence[Line],
    *promotions: Promotion,
    codes: Sequence[str] | None = None,
    terms: Terms = TERMS,
    delivery: Delivery | None = None,
) -> Totals:
    """With all their codes entered, unless others are."""
    entered = [each.code for each in promotions if each.code] if codes is None else codes
    return totals_of(lines, terms, Wanted(promotions, entered, NOW), delivery)
