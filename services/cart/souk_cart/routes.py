"""Door 1: the bag and the checkout; everybody sees their own only."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response
from pydantic import BaseModel

from kit.data.idempotency import Once
from kit.http.auth import AnyShopper, Customer, from_service
from kit.http.etag import NOT_MODIFIED, etagged
from kit.http.idempotency import ShoppersRecord, answered
from kit.http.refusals import refuses
from kit.http.router import Router, depends, raw_json
from souk_cart.actions import carts, checkouts, orders
from souk_cart.actions.deps import Deps
from souk_cart.domain.cart import BagRefused, CartFull, CartTooHeavy, OutOfStock, TooManyOfOne, UnknownSku
from souk_cart.domain.checkout import (
    CheckoutAlreadyOrdered,
    CheckoutReplaced,
    DeliveryNotOffered,
    DeliveryRefused,
    DeliveryUnavailable,
    EmptyCart,
    NoLongerSold,
    NoSuchCheckout,
    NotDeliveredThere,
)
from souk_cart.domain.offers import OtherCurrency, PricesUnavailable
from souk_cart.schemas.cart import AddItem, CartView, ChangeItem, MergedCartView, SetQuantity, Sku
from souk_cart.schemas.checkout import CheckoutView, Choose, OrderedBody, OrderQuote

CartDeps = Annotated[Deps, depends(Deps)]
OrderOnly = Annotated[str, from_service("order")]
SkuInPath = Annotated[Sku, Path()]  # taken as the rest of the path; a SKU with "//" or "%" goes by PUT /cart/items
NO_OFFERS = (PricesUnavailable, BagRefused)
NOT_ADDED = (UnknownSku, OtherCurrency, TooManyOfOne, OutOfStock, CartFull, CartTooHeavy)
NO_QUOTE = (CartFull, CartTooHeavy, NotDeliveredThere, DeliveryRefused, DeliveryUnavailable)
NOT_ORDERED = (
    *(NoSuchCheckout, CheckoutAlreadyOrdered, CheckoutReplaced),
    *(EmptyCart, NoLongerSold, OutOfStock, DeliveryNotOffered),
)
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


@router.put("/checkout", response_model=CheckoutView)
@refuses(*NO_OFFERS, *NO_QUOTE, EmptyCart, DeliveryNotOffered)
async def choose(body: Choose, shopper: AnyShopper, deps: CartDeps) -> Response:
    return _json(CheckoutView.of(await checkouts.choose(deps, shopper, body.to_chosen())))


@router.get("/checkout")
@refuses(*NO_OFFERS, *NO_QUOTE, NoSuchCheckout)
async def show_checkout(shopper: AnyShopper, deps: CartDeps) -> CheckoutView:
    return CheckoutView.of(await checkouts.show_open(deps, shopper))


@router.get("/checkouts/{checkout_id}/quote", response_model=OrderQuote)
@refuses(*NO_OFFERS, *NO_QUOTE, *NOT_ORDERED)
async def quote_for_order(checkout_id: UUID, _: OrderOnly, shopper: AnyShopper, deps: CartDeps) -> Response:
    """For the order service, which sends the shopper's own credentials along."""
    return _json(OrderQuote.of(await checkouts.quote_for_order(deps, shopper, checkout_id)))


@router.post("/checkouts/{checkout_id}/ordered", status_code=204)
async def close_ordered(checkout_id: UUID, body: OrderedBody, _: OrderOnly, deps: CartDeps) -> None:
    """The ordered lines leave the bag; told until it is answered, and a repeat changes nothing."""
    await orders.take_out_ordered(deps, body.to_ordered(checkout_id))


def _json(view: BaseModel) -> Response:
    """A view that was made just now: it is written once, and not validated again."""
    return raw_json(view.model_dump_json())
