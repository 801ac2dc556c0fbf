"""What admins and sellers change on a variant."""

from __future__ import annotations

from typing import Any

from kit.http.auth import User
from souk_product.actions.deps import Deps
from souk_product.domain.products import PriceChange
from souk_product.domain.sellers import NotYourProduct


async def change_variant(deps: Deps, user: User, sku: str, change: PriceChange) -> dict[str, Any]:
    """Set price, price before the sale, or stock on the shelf; shoppers see it in lists at once."""
    now = deps.clock.now()
    async with deps.prices.transaction() as prices:
        before = await prices.get(sku)
        if not user.acts_for(before.seller_id):
            raise NotYourProduct(before.handle)
        changed = change.applied(before)
        if change.stock is not None:
            await prices.count_stock(sku, change.stock, now)
        return await prices.save(changed, now)
