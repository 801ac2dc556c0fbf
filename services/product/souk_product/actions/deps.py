"""What the product service's actions work with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kit.clock import Clock
from souk_product.storage.catalogue import PostgresCatalogue
from souk_product.storage.dictionary import PostgresDictionary
from souk_product.storage.facets import PostgresFacets
from souk_product.storage.prices import PostgresPrices
from souk_product.storage.stock import StockStore


@dataclass(frozen=True, slots=True)
class Deps:
    catalogue: PostgresCatalogue
    facets: PostgresFacets
    dictionary: PostgresDictionary
    prices: PostgresPrices
    stock: StockStore
    clock: Clock
    currency: str
    longest_hold: timedelta
    keep_closed: timedelta
    shared_cache_s: int
