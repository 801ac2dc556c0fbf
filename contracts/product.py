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


class ProductSellerChanged(Event, subject="product.seller-changed.v1"):
    """Whose a product is now. `version` grows with each change of one product, so that an older fact is known."""

    handle: str
    version: int
    seller_id: UUID | None  # a team of sellers; None: the shop's own


class BackInStock(Event, subject="product.back-in-stock.v1"):
    """There was none of it to sell, and now there is."""

    product_id: UUID
    handle: str
    title: str
    sku: str
    options: dict[str, str]  # such as Size: L
