"""Facts the product service announces."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from kit.events import Event

# Few are left: up to so many, shoppers are told the exact number; more is nobody's business.
LOW_STOCK: Final = 10


class ProductChanged(Event, subject="product.changed.v1"):
    """What is shown of a product changed: drop what was cached of it."""

    product_id: UUID
    handle: str
    skus: tuple[str, ...]
