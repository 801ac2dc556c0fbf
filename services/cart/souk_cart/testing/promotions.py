"""Promotions in memory, held to their word by the behaviour class that the real ones run too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from souk_cart.domain.claims import Claim
from souk_cart.domain.editing import CodeTaken, EditedPromotion, PromotionChanged, TooManyAutomatic, UnknownPromotion
from souk_cart.domain.promotions import MAX_AUTOMATIC, Promotion, Uses


@dataclass
class Kept:
    """`uses` are by (promotion, order): which checkout, and how much it took off."""

    promotions: dict[UUID, Promotion] = field(default_factory=dict[UUID, Promotion])
    uses: dict[tuple[UUID, UUID], tuple[UUID, int]] = field(default_factory=dict[tuple[UUID, UUID], tuple[UUID, int]])
    orders: dict[UUID, tuple[bool, datetime]] = field(default_factory=dict[UUID, tuple[bool, datetime]])


class MemoryPromotions:
    """One transaction at a time. Its shoppers are told apart by nobody: `used_by` names a checkout's."""

    def __init__(self) -> None:
        self.kept = Kept()
        self.used_by: dict[UUID, str] = {}
        self._one_at_a_time = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Self]:
        async with self._one_at_a_time:
            before = Kept(dict(self.kept.promotions), dict(self.kept.uses), dict(self.kept.orders))
            try:
                yield self
            except BaseException:
                self.kept = before
                raise

    def of_a_bag(self, codes: Sequence[str], checkout_id: UUID | None) -> tuple[Promotion, ...]:
        found = (each for each in self.kept.promotions.values() if each.code in codes or _is_automatic(each))
        return tuple(self._with_uses(each, checkout_id) for each in found)

    async def list_promotions(self, after: UUID | None, limit: int) -> Sequence[EditedPromotion]:
        ids = sorted((each for each in self.kept.promotions if after is None or each < after), reverse=True)
        return [await self.get(each) for each in ids[:limit]]

    async def get(self, promotion_id: UUID) -> EditedPromotion:
        if promotion_id not in self.kept.promotions:
            raise UnknownPromotion(promotion_id)
        amounts = [amount for (used, _), (_, amount) in self.kept.uses.items() if used == promotion_id]
        return EditedPromotion(self.kept.promotions[promotion_id], len(amounts), sum(amounts))

    async def add(self, promotion: Promotion) -> None:
        assert promotion.id is not None
        self._check(promotion)
        self.kept.promotions[promotion.id] = promotion

    async def save(self, promotion: Promotion) -> None:
        assert promotion.id is not None
        if (await self.get(promotion.id)).promotion.version != promotion.version - 1:
            raise PromotionChanged(promotion.id)
        self._check(promotion)
        self.kept.promotions[promotion.id] = promotion

    async def note_order(self, order_id: UUID, now: datetime, *, is_given_back: bool) -> bool:
        known = self.kept.orders.get(order_id)
        if known and (known[0] or not is_given_back):
            return False
        self.kept.orders[order_id] = (is_given_back, now)
        return True

    async def is_given_back(self, order_id: UUID) -> bool:
        return self.kept.orders[order_id][0]

    async def list_to_claim(self, claim: Claim) -> Sequence[Promotion]:
        known = (self.kept.promotions.get(use.promotion_id) for use in claim.uses)
        return [self._with_uses(each, claim.checkout_id) for each in known if each]

    async def add_uses(self, claim: Claim, now: datetime) -> None:
        for use in claim.uses:
            self.kept.uses[use.promotion_id, claim.order_id] = (claim.checkout_id, use.amount)

    async def remove_uses(self, order_id: UUID) -> None:
        for key in [key for key in self.kept.uses if key[1] == order_id]:
            del self.kept.uses[key]

    async def remove_noted_before(self, moment: datetime, most: int) -> int:
        old = [order for order, (_, at) in self.kept.orders.items() if at < moment][:most]
        for order in old:
            del self.kept.orders[order]
        return len(old)

    def _check(self, promotion: Promotion) -> None:
        others = [each for each in self.kept.promotions.values() if each.id != promotion.id]
        if promotion.code and any(each.code == promotion.code for each in others):
            raise CodeTaken(promotion.code)
        if _is_automatic(promotion) and sum(map(_is_automatic, others)) >= MAX_AUTOMATIC:
            raise TooManyAutomatic

    def _with_uses(self, promotion: Promotion, checkout_id: UUID | None) -> Promotion:
        by = [by for (used, _), (by, _) in self.kept.uses.items() if used == promotion.id and by != checkout_id]
        me = self.used_by.get(checkout_id) if checkout_id else None
        mine = sum(self.used_by.get(each) == me for each in by) if me else 0
        return replace(promotion, uses=Uses(len(by), mine))


def _is_automatic(promotion: Promotion) -> bool:
    return promotion.code is None and not promotion.is_paused
