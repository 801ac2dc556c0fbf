"""What the shop's people do with promotions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from kit.audit import concerns
from souk_cart.actions.deps import Deps
from souk_cart.domain.editing import EditedPromotion
from souk_cart.domain.promotions import Promotion


async def list_promotions(deps: Deps, after: UUID | None, limit: int) -> Sequence[EditedPromotion]:
    return await deps.promotions.list_promotions(after, limit)


async def show_promotion(deps: Deps, promotion_id: UUID) -> EditedPromotion:
    return await deps.promotions.get(promotion_id)


async def add_promotion(deps: Deps, promotion: Promotion) -> EditedPromotion:
    async with deps.promotions.transaction() as promotions:
        await promotions.add(promotion)
        concerns(promotion_id=str(promotion.id))
    return EditedPromotion(promotion)


async def change_promotion(deps: Deps, promotion: Promotion) -> EditedPromotion:
    """`version` of the given promotion is the one that was read; what orders have claimed stays theirs."""
    assert promotion.id is not None
    async with deps.promotions.transaction() as promotions:
        await promotions.save(replace(promotion, version=promotion.version + 1))
        return await promotions.get(promotion.id)
