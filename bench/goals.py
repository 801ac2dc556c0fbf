"""What Souk wants to reach. Milliseconds of processor time of all parts together, through the gateway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SMALL, LARGE = 1_000, 100_000  # products

# Operation → at up to 1,000 products, and at 100,000.
CPU_MS: Mapping[str, Mapping[int, float]] = {
    "list": {SMALL: 0.55, LARGE: 1.0},
    "product": {SMALL: 0.39, LARGE: 1.0},
    "search": {SMALL: 1.2, LARGE: 8},
    "search-word": {LARGE: 8},
    "suggestions": {LARGE: 8},
    "facets": {SMALL: 1.0, LARGE: 12},
    "facets-option": {LARGE: 12},
    "search-facets": {SMALL: 1.9},
    "listing-page": {SMALL: 4, LARGE: 12},
    "product-page": {SMALL: 2.4},
    "listing-cached": {SMALL: 0.04, LARGE: 0.04},
    "product-cached": {SMALL: 0.04, LARGE: 0.04},
    "list-cached": {SMALL: 0.04, LARGE: 0.04},
    "add": {SMALL: 0.97, LARGE: 0.97},
    "checkout": {SMALL: 9, LARGE: 9},
    "price": {LARGE: 3},
}
# Orders a second, none wrong.
ORDERS_A_SECOND: Mapping[str, float] = {"instant": 150, "delays": 100, "hot": 100}


@dataclass(frozen=True, slots=True)
class MemoryGoal:
    """Megabytes (PSS) of the whole shop."""

    rest: float
    load: float


MEMORY_MB: Mapping[str, MemoryGoal] = {"apart": MemoryGoal(370, 480), "together": MemoryGoal(290, 400)}
# For LARGE products.
IMPORT_S, IMPORT_MB = 30.0, 300.0


def cpu_goal(operation: str, products: int) -> float | None:
    """Between the two sizes the goal of the larger one holds; a larger shop has none."""
    known = CPU_MS.get(operation, {})
    return next((ms for size, ms in sorted(known.items()) if products <= size), None)
