"""What an admin changes on a variant."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from souk_product.actions.deps import Deps
from souk_product.domain.products import PriceChange


async def change_variant(deps: Deps, sku: str, change: PriceChange) -> dict[str, Any]:
    """Set price, price before the sale, or stock on the shelf; shoppers see it in lists at once."""
    async with deps.prices.transaction() as prices:
        before = await prices.get(sku)
        price, compare_at = change.applied(before.price, before.compare_at)
        stock = before.stock if change.stock is None else change.stock
        await prices.save(sku, replace(before, price=price, compare_at=compare_at, stock=stock), deps.clock.now())
        return await prices.view(sku)
