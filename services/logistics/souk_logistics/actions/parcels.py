"""A placed order becomes a shipment, which its carrier moves and its buyer may follow."""

from __future__ import annotations

import hmac
from hashlib import sha256
from uuid import UUID

from contracts.logistics import ParcelMoved
from contracts.order import OrderPlaced
from kit.ids import uuid7
from souk_logistics.actions.deps import Deps
from souk_logistics.domain.shipments import Shipment, moved


async def ship(deps: Deps, order: OrderPlaced) -> None:
    """Make the shipment of a placed order; a redelivered order makes none."""
    now = deps.clock.now()
    shipment = Shipment(
        id=uuid7(),
        order_id=order.order_id,
        order_number=order.order_number,
        customer_id=order.customer_id,
        link_token_sha256=order.link_token_sha256,
        carrier=deps.carrier.name,
        tracking_number=deps.carrier.book(),
        method=order.delivery_code,
        recipient=order.recipient,
        weight_grams=sum(line.weight_grams * line.quantity for line in order.lines),
        due_on_delivery=order.due_on_delivery,
        earliest=order.earliest,
        latest=order.latest,
        state="created",
        created_at=now,
        next_move_at=now + deps.carrier_step,
        events=(deps.carrier.event("created", order.recipient.city),),
    )
    async with deps.shipments.transaction(once=order.id) as shipments:
        await shipments.add(shipment)


async def move_next_parcel(deps: Deps) -> bool:
    """Ask the carrier of one parcel that is due, keep and announce what it says; False when none is due."""
    now = deps.clock.now()
    async with deps.shipments.transaction() as shipments:
        shipment = await shipments.find_due(now)
        if shipment is None:
            return False
        event = deps.carrier.report(shipment)
        if event is None:
            await shipments.postpone(shipment.id, None)
            return True
        parcel = moved(shipment, event, now + deps.carrier_step)
        await shipments.save_move(parcel)
        await shipments.publish(
            ParcelMoved(
                at=now,
                shipment_id=parcel.id,
                order_id=parcel.order_id,
                tracking_number=parcel.tracking_number,
                state=event.state,
                place=event.place,
                moved_at=event.at,
            )
        )
    return True


async def list_shipments(
    deps: Deps, order_id: UUID, customer_id: UUID | None, order_token: str | None
) -> list[Shipment]:
    """An order's parcels, for the customer who ordered or who holds the order's link token.

    Nobody else learns whether there are any: an order of others and one without a parcel yet both have none to show.
    """
    shipment = await deps.shipments.find_of_order(order_id)
    return [shipment] if shipment and _may_see(shipment, customer_id, order_token) else []


def _may_see(shipment: Shipment, customer_id: UUID | None, order_token: str | None) -> bool:
    if customer_id is not None and customer_id == shipment.customer_id:
        return True
    shown = sha256((order_token or "").encode()).hexdigest()
    return bool(order_token) and hmac.compare_digest(shown, shipment.link_token_sha256)
