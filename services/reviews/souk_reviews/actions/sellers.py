"""Whose products are is learnt from what the product service announces."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.product import ProductSellerChanged
from souk_reviews.actions.deps import Deps
from souk_reviews.domain.sellers import Ownership


async def remember(deps: Deps, changes: Sequence[ProductSellerChanged]) -> None:
    async with deps.sellers.transaction(once=[change.id for change in changes]) as sellers:
        await sellers.save([Ownership(change.handle, change.seller_id, change.version) for change in changes])
