"""Door 1: the wishlist of a guest or a customer."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from kit.http.auth import AnyShopper, Customer
from kit.http.refusals import refuses
from kit.http.router import Router, depends
from souk_user.actions import wishes
from souk_user.actions.deps import Deps
from souk_user.domain.wishes import TooManyWishes
from souk_user.schemas.mine import WishBody, WishList

UserDeps = Annotated[Deps, depends(Deps)]
router = Router()


@router.get("/wishlist")
async def show_wishlist(shopper: AnyShopper, deps: UserDeps) -> WishList:
    """All of it at once, so that one request tells a whole page of products which hearts are full."""
    return WishList.of(await deps.users.list_wishes(shopper.key))


@router.put("/wishlist/{product_id}")
@refuses(TooManyWishes)
async def add_wish(product_id: UUID, body: WishBody, shopper: AnyShopper, deps: UserDeps) -> WishList:
    return WishList.of(await wishes.add_wish(deps, shopper, product_id, body.handle))


@router.delete("/wishlist/{product_id}")
async def remove_wish(product_id: UUID, shopper: AnyShopper, deps: UserDeps) -> WishList:
    return WishList.of(await wishes.remove_wish(deps, shopper, product_id))


@router.post("/wishlist/merge")
async def merge_wishlists(customer: Customer, shopper: AnyShopper, deps: UserDeps) -> WishList:
    """After login: what the guest wished for comes along, up to what a list holds."""
    return WishList.of(await wishes.merge_wishes(deps, customer.id, shopper.guest_id))
