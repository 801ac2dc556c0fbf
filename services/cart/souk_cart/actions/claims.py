"""What orders do to limited promotions: claim them before anything is held, and give them back when they are undone."""

from __future__ import annotations

from uuid import UUID

from souk_cart.actions.deps import Deps
from souk_cart.domain.claims import Claim, ClaimTooLate
from souk_cart.domain.coupons import refusal_of
from souk_cart.domain.editing import UnknownPromotion


async def claim(deps: Deps, wanted: Claim) -> None:
    """All or none, once per order however often it is asked; refused where a limit is reached.

    One that comes after its order was undone is refused: nobody would give it back.
    """
    now = deps.clock.now()
    async with deps.promotions.transaction() as promotions:
        if not await promotions.note_order(wanted.order_id, now, is_given_back=False):
            if await promotions.is_given_back(wanted.order_id):
                raise ClaimTooLate(wanted.order_id)
            return
        claimed = await promotions.list_to_claim(wanted)
        if unknown := wanted.unknown_among(claimed):
            raise UnknownPromotion(unknown)
        for promotion in claimed:
            if reason := promotion.used_up():
                raise refusal_of(reason, promotion.code or promotion.name)
        await promotions.add_uses(wanted, now)


async def give_back(deps: Deps, order_id: UUID) -> None:
    """What an undone order claimed, once however often it is told, and also where its claim is still on its way."""
    async with deps.promotions.transaction() as promotions:
        if await promotions.note_order(order_id, deps.clock.now(), is_given_back=True):
            await promotions.remove_uses(order_id)
