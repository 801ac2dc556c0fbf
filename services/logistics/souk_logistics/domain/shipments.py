"""A parcel's way: its states, its tracking events, and what may follow what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from contracts.logistics import ParcelState
from contracts.money import Money
from contracts.order import Recipient
from kit.errors import Kind, SoukError

NEXT: Mapping[ParcelState, ParcelState | None] = {
    "created": "picked_up",
    "picked_up": "in_transit",
    "in_transit": "out_for_delivery",
    "out_for_delivery": "delivered",
    "delivered": None,
}


@dataclass(frozen=True, slots=True)
class TrackingEvent:
    at: datetime
    state: ParcelState
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Shipment:
    id: UUID
    order_id: UUID
    order_number: str
    customer_id: UUID | None
    link_token_sha256: str
    carrier: str
    tracking_number: str
    method: str
    recipient: Recipient
    weight_grams: int
    due_on_delivery: Money | None
    earliest: date
    latest: date
    state: ParcelState
    created_at: datetime
    next_move_at: datetime | None
    events: tuple[TrackingEvent, ...] = ()


class IllegalParcelMove(SoukError):
    code = "illegal-parcel-move"
    kind = Kind.CONFLICT

    def __init__(self, tracking_number: str, state: ParcelState, to: ParcelState) -> None:
        super().__init__(
            cause=f"Parcel {tracking_number} is {state}; it cannot become {to}.",
            fix="Ask the carrier for the parcel's history; states only go forward, one at a time.",
            facts={"tracking_number": tracking_number, "state": state, "to": to},
        )


def moved(shipment: Shipment, event: TrackingEvent, next_move_at: datetime | None) -> Shipment:
    if NEXT[shipment.state] != event.state:
        raise IllegalParcelMove(shipment.tracking_number, shipment.state, event.state)
    return replace(
        shipment,
        state=event.state,
        events=(*shipment.events, event),
        next_move_at=None if NEXT[event.state] is None else next_move_at,
    )
