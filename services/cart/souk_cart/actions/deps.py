"""What the actions need, given by app.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kit.clock import Clock
from kit.http.limits import Limits as Rates
from souk_cart.domain.cart import Limits
from souk_cart.domain.marks import Marks
from souk_cart.domain.offers import Terms
from souk_cart.ports import CartStore, Delivery, Offers, PromotionStore, Taxes


@dataclass(frozen=True, slots=True)
class Deps:
    carts: CartStore
    promotions: PromotionStore
    offers: Offers
    delivery: Delivery
    taxes: Taxes
    terms: Terms
    limits: Limits
    guest_carts_live: timedelta
    checkouts_live: timedelta
    marks: Marks
    rates: Rates
    clock: Clock
