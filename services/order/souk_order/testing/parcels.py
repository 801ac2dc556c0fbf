"""The carrier's reports, as they come in by events."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from contracts.logistics import ParcelMoved, ParcelState
from souk_order.domain.orders import Order
from souk_order.events import handlers
from souk_order.testing.examples import NOW
from souk_order.testing.shop import OrderShop


def report(order_id: UUID, state: ParcelState, **fields: Any) -> ParcelMoved:
    return ParcelMoved(
        at=NOW,
        shipment_id=uuid4(),
        order_id=order_id,
        tracking_number="TRACK1",
        state=state,
        place="Bengaluru",
        moved_at=NOW,
        **fields,
    )


async def followed(shop: OrderShop, order: Order, *reports: ParcelMoved) -> Order:
    for event in reports:
        await handlers.handle(event.subject, event.model_dump_json(), shop.deps)
    return await shop.deps.orders.get(order.id)
