"""Door 2: what orders, parcels and products announce."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.logistics import ParcelMoved
from contracts.order import OrderPlaced
from contracts.product import ProductSellerChanged
from kit.messaging.handlers import Handlers
from souk_reviews.actions import purchases, sellers
from souk_reviews.actions.deps import Deps

handlers: Handlers[Deps] = Handlers()


@handlers.on_many(OrderPlaced)
async def remember_purchases(events: Sequence[OrderPlaced], deps: Deps) -> None:
    await purchases.remember_purchases(deps, events)


@handlers.on_many(ParcelMoved)
async def remember_deliveries(events: Sequence[ParcelMoved], deps: Deps) -> None:
    await purchases.remember_deliveries(deps, events)


@handlers.on_many(ProductSellerChanged)
async def remember_sellers(events: Sequence[ProductSellerChanged], deps: Deps) -> None:
    await sellers.remember(deps, events)
