"""Door 2: facts of other services."""

from __future__ import annotations

from contracts.order import OrderPlaced
from contracts.product import ProductChanged
from kit.messaging.handlers import Handlers
from souk_cart.actions import orders
from souk_cart.actions.deps import Deps

handlers: Handlers[Deps] = Handlers()


@handlers.on(OrderPlaced)
async def take_out_ordered(event: OrderPlaced, deps: Deps) -> None:
    ordered = [(line.sku, line.quantity) for line in event.lines]
    await orders.take_out_ordered(deps, event.checkout_id, event.cart_id, ordered, once=event.id)


@handlers.on(ProductChanged)
async def forget_offers(event: ProductChanged, deps: Deps) -> None:
    deps.offers.drop(event.skus)
