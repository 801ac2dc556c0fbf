"""What the actions need, given by app.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kit.clock import Clock
from souk_reviews.ports import PurchaseStore, ReviewStore, SellerStore


@dataclass(frozen=True, slots=True)
class Deps:
    reviews: ReviewStore
    purchases: PurchaseStore
    sellers: SellerStore
    clock: Clock
    shared_cache_s: int
    forget_deliveries_of_nobody: timedelta
