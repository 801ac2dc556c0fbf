"""Door 1: what the shop's people do with promotions."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from kit.http.auth import User, staff
from kit.http.pages import Cursor, CursorInvalid, Limit, Page, decode, encode
from kit.http.refusals import refuses
from kit.http.router import Router
from kit.ids import uuid7
from souk_cart.actions import promotions
from souk_cart.domain.editing import CodeTaken, PromotionChanged, TooManyAutomatic, UnknownPromotion
from souk_cart.routes.deps import CartDeps
from souk_cart.schemas.promotions import ChangePromotion, PromotionBody, PromotionView

router = Router()
PromotionEditor = Annotated[User, staff("promotions:edit")]


@router.get("/editor/promotions")
@refuses(CursorInvalid)
async def list_promotions(
    _: PromotionEditor, deps: CartDeps, limit: Limit = 24, cursor: Cursor = None
) -> Page[PromotionView]:
    """Newest first, with what each was used for."""
    (after,) = decode(cursor, [UUID]) or (None,)
    found = await promotions.list_promotions(deps, after, limit + 1)
    items = [PromotionView.of(each) for each in found[:limit]]
    return Page(items=items, next_cursor=encode(items[-1].id) if len(found) > limit else None)


@router.get("/editor/promotions/{promotion_id}")
@refuses(UnknownPromotion)
async def show_promotion(promotion_id: UUID, _: PromotionEditor, deps: CartDeps) -> PromotionView:
    return PromotionView.of(await promotions.show_promotion(deps, promotion_id))


@router.post("/editor/promotions", status_code=201)
@refuses(CodeTaken, TooManyAutomatic)
async def add_promotion(body: PromotionBody, _: PromotionEditor, deps: CartDeps) -> PromotionView:
    return PromotionView.of(await promotions.add_promotion(deps, body.to_promotion(uuid7(), 1)))


@router.put("/editor/promotions/{promotion_id}")
@refuses(UnknownPromotion, PromotionChanged, CodeTaken, TooManyAutomatic)
async def change_promotion(
    promotion_id: UUID, body: ChangePromotion, _: PromotionEditor, deps: CartDeps
) -> PromotionView:
    """Also pauses it, or lets it go on."""
    return PromotionView.of(await promotions.change_promotion(deps, body.to_promotion(promotion_id, body.version)))
