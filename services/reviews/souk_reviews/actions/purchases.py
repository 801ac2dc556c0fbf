"""Who may write is learnt from what orders and parcels announce."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.logistics import ParcelMoved
from contracts.order import OrderPlaced
from souk_reviews.actions.deps import Deps
from souk_reviews.domain.purchases import Purchase


async def remember_purchases(deps: Deps, orders: Sequence[OrderPlaced]) -> None:
    """Of customers: who ordered as a guest cannot be known again."""
    bought = {
        Purchase(order.customer_id, line.handle, order.order_id): None
        for order in orders
        if order.customer_id
        for line in order.lines
        if line.handle
    }
    if bought:
        async with deps.purchases.transaction(once=[order.id for order in orders]) as purchases:
            await purchases.add_purchases(bought)


async def remember_deliveries(deps: Deps, parcels: Sequence[ParcelMoved]) -> None:
    arrived = [parcel for parcel in parcels if parcel.state == "delivered"]
    if arrived:
        async with deps.purchases.transaction(once=[parcel.id for parcel in arrived]) as purchases:
            await purchases.add_deliveries([parcel.order_id for parcel in arrived], deps.clock.now())


async def forget_deliveries_of_nobody(deps: Deps) -> None:
    await deps.purchases.remove_deliveries_of_nobody(deps.clock.now() - deps.forget_deliveries_of_nobody)
