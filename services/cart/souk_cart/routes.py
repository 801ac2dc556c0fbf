"""Door 1: the bag and the checkout; everybody sees their own only."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response

from kit.http.auth import AnyShopper, Customer, from_service
from kit.http.etag import NOT_MODIFIED, etagged
from kit.http.idempotency import IdempotencyKey
from kit.http.router import Router, depends
from souk_cart.actions import carts, checkouts
from souk_cart.actions.deps import Deps
from souk_cart.schemas.cart import AddItem, CartView, SetQuantity, Sku
from souk_cart.schemas.checkout import CheckoutView, Choose, OrderQuote

CartDeps = Annotated[Deps, depends(Deps)]
OrderOnly = Annotated[str, from_service("order")]
SkuInPath = Annotated[Sku, Path()]  # taken as the rest of the path: a SKU may hold a slash
router = Router()


@router.get("/cart", response_model=CartView, responses=NOT_MODIFIED)
async def show_cart(shopper: AnyShopper, request: Request, deps: CartDeps) -> Response:
    return etagged(request, CartView.of(await carts.show_cart(deps, shopper)), cache_control="private, no-cache")


@router.post("/cart/items")
async def add_item(body: AddItem, shopper: AnyShopper, key: IdempotencyKey, deps: CartDeps) -> CartView:
    return CartView.of(await carts.add_item(deps, shopper, body.sku, body.quantity, once=key))


@router.put("/cart/items/{sku:path}")
async def set_quantity(sku: SkuInPath, body: SetQuantity, shopper: AnyShopper, deps: CartDeps) -> CartView:
    return CartView.of(await carts.set_quantity(deps, shopper, sku, body.quantity))


@router.delete("/cart/items/{sku:path}")
async def remove_item(sku: SkuInPath, shopper: AnyShopper, deps: CartDeps) -> CartView:
    return CartView.of(await carts.remove_item(deps, shopper, sku))


@router.post("/cart/merge")
async def merge_carts(customer: Customer, shopper: AnyShopper, deps: CartDeps) -> CartView:
    """After login: what the guest had goes into the customer's bag, the higher quantity up to stock."""
    return CartView.of(await carts.merge_carts(deps, customer.id, shopper.guest_id))


@router.put("/checkout")
async def choose(body: Choose, shopper: AnyShopper, deps: CartDeps) -> CheckoutView:
    return CheckoutView.of(await checkouts.choose(deps, shopper, body.to_chosen()))


@router.get("/checkout")
async def show_checkout(shopper: AnyShopper, deps: CartDeps) -> CheckoutView:
    return CheckoutView.of(await checkouts.show_open(deps, shopper))


@router.get("/checkouts/{checkout_id}/quote")
async def quote_for_order(checkout_id: UUID, _: OrderOnly, shopper: AnyShopper, deps: CartDeps) -> OrderQuote:
    """For the order service, which sends the shopper's own credentials along."""
    return OrderQuote.of(await checkouts.quote_for_order(deps, shopper, checkout_id))
