"""Door 2: facts of other services."""

from __future__ import annotations

from contracts.order import OrderPlaced
from contracts.product import ProductChanged
from kit.messaging.handlers import Handlers
from souk_cart.actions import orders
from souk_cart.actions.deps import Deps
from souk_cart.domain.checkout import OrderedCheckout, OrderReference

handlers: Handlers[Deps] = Handlers()


@handlers.on(OrderPlaced)
async def take_out_ordered(event: OrderPlaced, deps: Deps) -> None:
    lines = [(line.sku, line.quantity) for line in event.lines]
    order = OrderReference(event.order_id, event.order_number)
    await orders.take_out_ordered(deps, OrderedCheckout(event.checkout_id, event.cart_id, order, lines))


@handlers.on(ProductChanged)
async def forget_offers(event: ProductChanged, deps: Deps) -> None:
    await deps.carts.drop_offers(event.skus)
