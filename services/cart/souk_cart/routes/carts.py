"""Door 1: the bag; everybody sees their own only."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Request, Response

from kit.data.idempotency import Once
from kit.http.auth import AnyShopper, Customer
from kit.http.etag import NOT_MODIFIED, etagged
from kit.http.idempotency import ShoppersRecord, answered
from kit.http.limits import TooMany
from kit.http.refusals import refuses
from kit.http.router import ClientAddress, Router
from souk_cart.actions import carts, coupons, saved
from souk_cart.domain.cart import (
    CartFull,
    CartTooHeavy,
    OutOfStock,
    TooManyCoupons,
    TooManyOfOne,
    TooManySaved,
    UnknownSku,
)
from souk_cart.domain.coupons import ALL_REFUSALS
from souk_cart.domain.offers import OtherCurrency
from souk_cart.routes.deps import NO_OFFERS, CartDeps
from souk_cart.schemas.cart import (
    AddItem,
    CartView,
    ChangeItem,
    EnterCoupon,
    MergedCartView,
    SavedItem,
    SetQuantity,
    Sku,
)

SkuInPath = Annotated[Sku, Path()]  # taken as the rest of the path; a SKU with "//" or "%" goes by PUT /cart/items
NOT_ADDED = (UnknownSku, OtherCurrency, TooManyOfOne, OutOfStock, CartFull, CartTooHeavy)
router = Router()


@router.get("/cart", response_model=CartView, responses=NOT_MODIFIED)
@refuses(*NO_OFFERS)
async def show_cart(shopper: AnyShopper, request: Request, deps: CartDeps) -> Response:
    return etagged(request, CartView.of(await carts.show_cart(deps, shopper)), cache_control="private, no-cache")


@router.post("/cart/items", response_model=CartView)
@refuses(*NO_OFFERS, *NOT_ADDED)
async def add_item(body: AddItem, shopper: AnyShopper, record: ShoppersRecord, deps: CartDeps) -> Response:
    once = Once(record, CartView.json_of)
    return answered(await carts.add_item(deps, shopper, body.sku, body.quantity, once))


@router.put("/cart/items")
@refuses(*NO_OFFERS, *NOT_ADDED)
async def change_item(body: ChangeItem, shopper: AnyShopper, deps: CartDeps) -> CartView:
    """Sets a quantity, 0 removes. The SKU is in the body: in a path, proxies decode it and fold slashes and dots."""
    if body.quantity == 0:
        return CartView.of(await carts.remove_item(deps, shopper, body.sku))
    return CartView.of(await carts.set_quantity(deps, shopper, body.sku, body.quantity))


@router.put("/cart/items/{sku:path}")
@refuses(*NO_OFFERS, *NOT_ADDED)
async def set_quantity(sku: SkuInPath, body: SetQuantity, shopper: AnyShopper, deps: CartDeps) -> CartView:
    return CartView.of(await carts.set_quantity(deps, shopper, sku, body.quantity))


@router.delete("/cart/items/{sku:path}")
@refuses(*NO_OFFERS)
async def remove_item(sku: SkuInPath, shopper: AnyShopper, deps: CartDeps) -> CartView:
    return CartView.of(await carts.remove_item(deps, shopper, sku))


@router.post("/cart/merge")
@refuses(*NO_OFFERS)
async def merge_carts(customer: Customer, shopper: AnyShopper, deps: CartDeps) -> MergedCartView:
    """After login: what the guest had goes into the customer's bag, the higher quantity up to stock and limits."""
    return MergedCartView.of(await carts.merge_carts(deps, customer.id, shopper.guest_id))


@router.post("/cart/coupons")
@refuses(*NO_OFFERS, *ALL_REFUSALS, TooManyCoupons, TooMany)
async def enter_coupon(body: EnterCoupon, shopper: AnyShopper, address: ClientAddress, deps: CartDeps) -> CartView:
    """Takes a code that gives something now, and says why another does not; entering it again changes nothing."""
    return CartView.of(await coupons.enter_coupon(deps, shopper, body.code, address))


@router.post("/cart/coupons/removals")
@refuses(*NO_OFFERS)
async def remove_coupon(body: EnterCoupon, shopper: AnyShopper, deps: CartDeps) -> CartView:
    """Removing twice is no error. The code is in the body: in a path, proxies fold its signs."""
    return CartView.of(await coupons.remove_coupon(deps, shopper, body.code))


@router.post("/cart/saved")
@refuses(*NO_OFFERS, TooManySaved)
async def save_for_later(body: SavedItem, shopper: AnyShopper, deps: CartDeps) -> CartView:
    """From the bag; twice is no error."""
    return CartView.of(await saved.save_for_later(deps, shopper, body.sku))


@router.post("/cart/saved/moves")
@refuses(*NO_OFFERS, *NOT_ADDED)
async def move_to_bag(body: SavedItem, shopper: AnyShopper, deps: CartDeps) -> CartView:
    """As an add of its quantity; twice adds once."""
    return CartView.of(await saved.move_to_bag(deps, shopper, body.sku))


@router.post("/cart/saved/removals")
@refuses(*NO_OFFERS)
async def remove_saved(body: SavedItem, shopper: AnyShopper, deps: CartDeps) -> CartView:
    return CartView.of(await saved.remove_saved(deps, shopper, body.sku))
