"""Door 2: facts of other services."""

from __future__ import annotations

from contracts.order import OrderCancelled
from contracts.product import ProductChanged
from kit.messaging.handlers import Handlers
from souk_cart.actions import claims
from souk_cart.actions.deps import Deps

handlers: Handlers[Deps] = Handlers()


@handlers.on(ProductChanged)
async def forget_offers(event: ProductChanged, deps: Deps) -> None:
    await deps.carts.drop_offers(event.skus)


@handlers.on(OrderCancelled)
async def give_back_promotions(event: OrderCancelled, deps: Deps) -> None:
    await claims.give_back(deps, event.order_id)
