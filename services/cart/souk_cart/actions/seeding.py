"""What an empty shop opens with."""

from __future__ import annotations

from collections.abc import Sequence

from souk_cart.domain.promotions import Promotion
from souk_cart.ports import PromotionStore


async def bring(promotions: PromotionStore, seeded: Sequence[Promotion]) -> str:
    """Says what it did; what an editor changed or paused stays so."""
    async with promotions.transaction() as kept:
        if await kept.list_promotions(None, 1):
            return "its promotions are there already"
        for promotion in seeded:
            await kept.add(promotion)
    return f"{len(seeded)} promotions"
