"""A placed order becomes a shipment, which its carrier moves and its buyer may follow."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

from contracts.logistics import ParcelMoved
from contracts.order import OrderPlaced
from kit.ids import uuid7
from souk_logistics.actions.deps import Deps
from souk_logistics.domain.shipments import (
    ANNOUNCED,
    CarrierUnavailable,
    DueParcel,
    ParcelMove,
    ParcelMovedOn,
    ParcelUnreadable,
    Shipment,
    moved,
    set_aside,
)

log = logging.getLogger("souk.logistics.parcels")

MOST_AT_ONCE = 50  # so many carriers' answers are waited for together
CLAIM_MARGIN_S = 30.0  # for saving, and for clocks of replicas that differ
T = TypeVar("T")


async def ship(deps: Deps, orders: Sequence[OrderPlaced]) -> None:
    """Make the shipments of placed orders, all or none; a redelivered order makes none."""
    now = deps.clock.now()
    booked = await asyncio.gather(*(_in_time(deps, deps.carrier.book(order.order_id)) for order in orders))
    shipments = [_shipment(deps, order, number, now) for order, number in zip(orders, booked, strict=True)]
    async with deps.shipments.transaction(once=[order.id for order in orders]) as kept:
        await kept.add(shipments)


def _shipment(deps: Deps, order: OrderPlaced, tracking_number: str, now: datetime) -> Shipment:
    return Shipment(
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


async def stop(deps: Deps, order_id: UUID) -> None:
    """Its order is cancelled; said again, it changes nothing."""
    async with deps.shipments.transaction() as shipments:
        await shipments.stop(order_id, deps.clock.now())


async def move_due_parcels(deps: Deps) -> int:
    """Ask the carriers of the parcels that are due, and keep all their moves at once; gives how many.

    A claim ends by itself, so a process that dies between claim and save only makes its parcels late.
    """
    now = deps.clock.now()
    claimed_until = now + timedelta(seconds=2 * deps.carrier_deadline_s + CLAIM_MARGIN_S)
    due = await deps.shipments.claim_due(now, claimed_until, MOST_AT_ONCE)
    reports = await asyncio.gather(*(_ask_carrier(deps, parcel) for parcel in due), return_exceptions=True)
    moves = [report for report in reports if isinstance(report, ParcelMove)]
    if moves:
        await _keep(deps, moves)
    for parcel, report in zip(due, reports, strict=True):
        if isinstance(report, Exception):
            await _set_aside(deps, parcel, report)
        elif report is None:
            await deps.shipments.save_arrived(parcel.id)
    return len(due)


async def _ask_carrier(deps: Deps, parcel: DueParcel) -> ParcelMove | None:
    if parcel.unreadable:
        raise ParcelUnreadable(parcel.unreadable)
    event = await _in_time(deps, deps.carrier.report(parcel))
    return None if event is None else moved(parcel, event, deps.clock.now() + deps.carrier_step)


async def _keep(deps: Deps, moves: Sequence[ParcelMove]) -> None:
    """Together; where one of them cannot be kept, each by itself, so that it holds up no other."""
    try:
        await _save(deps, moves)
    except Exception as error:
        if len(moves) > 1:
            for move in moves:
                await _keep(deps, [move])
        elif not isinstance(error, ParcelMovedOn):
            await _set_aside(deps, moves[0].parcel, error)


async def _save(deps: Deps, moves: Sequence[ParcelMove]) -> None:
    now = deps.clock.now()
    async with deps.shipments.transaction() as shipments:
        await shipments.save_moves(moves)
        for move in (each for each in moves if each.event.state in ANNOUNCED):
            await shipments.publish(
                ParcelMoved(
                    at=now,
                    shipment_id=move.parcel.id,
                    order_id=move.parcel.order_id,
                    tracking_number=move.parcel.tracking_number,
                    state=move.event.state,
                    place=move.event.place,
                    moved_at=move.event.at,
                )
            )


async def _set_aside(deps: Deps, parcel: DueParcel, error: Exception) -> None:
    log.warning(
        "A parcel is set aside: there is nothing to go on with.",
        extra={"shipment_id": str(parcel.id), "failures": parcel.failures + 1, "reason": str(error)},
    )
    try:
        await deps.shipments.save_problem(set_aside(parcel, str(error) or type(error).__name__, deps.clock.now()))
    except Exception as trouble:
        log.warning(
            "A parcel is late: not even its problem could be kept.",
            exc_info=trouble,
            extra={"shipment_id": str(parcel.id)},
        )


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
