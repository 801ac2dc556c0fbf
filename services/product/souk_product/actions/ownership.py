"""Whose a product is."""

from __future__ import annotations

from uuid import UUID

from souk_product.actions.deps import Deps
from souk_product.domain.sellers import Ownership


async def give(deps: Deps, handle: str, seller_id: UUID | None) -> Ownership:
    """To a team of sellers, or back to the shop (None); the same again changes nothing."""
    async with deps.sellers.transaction() as sellers:
        return await sellers.save(handle, seller_id, deps.clock.now())
