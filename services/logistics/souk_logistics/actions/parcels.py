"""A placed order becomes a shipment, which its carrier moves and its buyer may follow."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

from contracts.logistics import ParcelMoved, ParcelState
from contracts.order import OrderPlaced
from kit.ids import uuid7
from souk_logistics.actions.deps import Deps
from souk_logistics.domain.shipments import CarrierUnavailable, DueParcel, ParcelMovedOn, Shipment, moved, set_aside

log = logging.getLogger("souk.logistics.parcels")

MOST_AT_ONCE = 10  # so many carriers' answers are waited for together
CLAIM_MARGIN_S = 30.0  # for saving, and for clocks of replicas that differ
T = TypeVar("T")


async def ship(deps: Deps, order: OrderPlaced) -> None:
    """Make the shipment of a placed order; a redelivered order makes none."""
    now = deps.clock.now()
    tracking_number = await _in_time(deps, deps.carrier.book(order.order_id))
    shipment = Shipment(
        id=uuid7(),
        order_id=order.order_id,
        order_number=order.order_number,
        customer_id=order.customer_id,
        link_token_sha256=order.link_token_sha256,
        carrier=deps.carrier.name,
        tracking_number=tracking_number,
        delivery_code=order.delivery_code,
        recipient=order.recipient,
        weight_grams=sum(line.weight_grams * line.quantity for line in order.lines),
        due_on_delivery=order.due_on_delivery,
        earliest=order.earliest,
        latest=order.latest,
        state="created",
        created_at=now,
        next_move_at=now + deps.carrier_step,
        events=(deps.carrier.created(now, order.recipient.city),),
    )
    async with deps.shipments.transaction(once=order.id) as shipments:
        await shipments.add(shipment)


async def move_due_parcels(deps: Deps) -> int:
    """Ask the carriers of the parcels that are due, each by itself; gives how many were asked about.

    A claim ends by itself, so a process that dies between claim and save only makes its parcels late.
    """
    now = deps.clock.now()
    claimed_until = now + timedelta(seconds=2 * deps.carrier_deadline_s + CLAIM_MARGIN_S)
    due = await deps.shipments.claim_due(now, claimed_until, MOST_AT_ONCE)
    outcomes = await asyncio.gather(*(_move(deps, parcel) for parcel in due), return_exceptions=True)
    for parcel, error in zip(due, outcomes, strict=True):
        if error is not None:
            log.warning(
                "A parcel is late: not even its problem could be kept.",
                exc_info=error,
                extra={"shipment_id": str(parcel.id)},
            )
    return len(due)


async def _move(deps: Deps, parcel: DueParcel) -> None:
    """One parcel's next state is kept and announced, or it is set aside with the reason."""
    try:
        await _follow_carrier(deps, parcel)
    except Exception as error:
        log.warning(
            "A parcel is set aside: there is nothing to go on with.",
            extra={"shipment_id": str(parcel.id), "failures": parcel.failures + 1, "reason": str(error)},
        )
        await deps.shipments.save_problem(set_aside(parcel, str(error) or type(error).__name__, deps.clock.now()))


async def _follow_carrier(deps: Deps, parcel: DueParcel) -> None:
    shipment = await deps.shipments.get(parcel.id)
    event = await _in_time(deps, deps.carrier.report(shipment))
    if event is None:
        await deps.shipments.save_arrived(shipment.id)
    else:
        await _announce(deps, moved(shipment, event, deps.clock.now() + deps.carrier_step), shipment.state)


async def _announce(deps: Deps, parcel: Shipment, moved_from: ParcelState) -> None:
    event = parcel.events[-1]
    move = ParcelMoved(
        at=deps.clock.now(),
        shipment_id=parcel.id,
        order_id=parcel.order_id,
        tracking_number=parcel.tracking_number,
        state=event.state,
        place=event.place,
        moved_at=event.at,
    )
    with suppress(ParcelMovedOn):
        async with deps.shipments.transaction() as shipments:
            await shipments.save_move(parcel, moved_from)
            await shipments.publish(move)


async def _in_time(deps: Deps, answer: Awaitable[T]) -> T:
    try:
        async with asyncio.timeout(deps.carrier_deadline_s):
            return await answer
    except TimeoutError as error:
        why = f"no answer within {deps.carrier_deadline_s:g} s"
        raise CarrierUnavailable(deps.carrier.name, why) from error


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
