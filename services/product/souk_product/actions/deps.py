"""What the product service's actions work with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kit.clock import Clock
from souk_product.ports import Catalogue, Dictionary, FacetCounts, Prices, Ratings, Sellers, Stock


@dataclass(frozen=True, slots=True)
class Deps:
    catalogue: Catalogue
    facets: FacetCounts
    dictionary: Dictionary
    prices: Prices
    ratings: Ratings
    sellers: Sellers
    stock: Stock
    clock: Clock
    currency: str
    longest_hold: timedelta
    keep_closed: timedelta
    shared_cache_s: int
    keep_sold: timedelta
    keep_movements: timedelta
    return_settles: timedelta
