"""What an admin changes on a variant."""

from __future__ import annotations

from typing import Any

from souk_product.actions.deps import Deps
from souk_product.domain.products import PriceChange


async def change_variant(deps: Deps, sku: str, change: PriceChange) -> dict[str, Any]:
    """Set price, price before the sale, or stock on the shelf; shoppers see it in lists at once."""
    now = deps.clock.now()
    async with deps.prices.transaction() as prices:
        changed = change.applied(await prices.get(sku))
        if change.stock is not None:
            await prices.count_stock(sku, change.stock, now)
        return await prices.save(changed, now)
