"""Facts the product service announces."""

from __future__ import annotations

from uuid import UUID

from kit.events import Event


class ProductChanged(Event, subject="product.changed.v1"):
    """What is shown of a product changed: drop what was cached of it."""

    product_id: UUID
    handle: str
    skus: tuple[str, ...]
