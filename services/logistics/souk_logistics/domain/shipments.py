"""A parcel's way: its states, its tracking events, and what may follow what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from contracts.logistics import ParcelState
from contracts.money import Money
from contracts.order import Recipient
from kit.errors import Kind, SoukError

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
MAX_PROBLEM = 500  # characters

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
    delivery_code: str
    recipient: Recipient
    weight_grams: int
    due_on_delivery: Money | None
    earliest: date
    latest: date
    state: ParcelState
    created_at: datetime
    next_move_at: datetime | None
    events: tuple[TrackingEvent, ...] = ()
    failures: int = 0  # in a row; what the last one was is `problem`
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class DueParcel:
    """One whose carrier is to be asked: so much is known of it even where the rest cannot be read."""

    id: UUID
    state: ParcelState
    failures: int


@dataclass(frozen=True, slots=True)
class ParcelSetAside:
    id: UUID
    state: ParcelState
    failures: int
    problem: str
    next_move_at: datetime


class CarrierUnavailable(SoukError):
    code = "carrier-unavailable"
    kind = Kind.UNAVAILABLE

    def __init__(self, carrier: str, why: str) -> None:
        super().__init__(
            cause=f"{carrier} gave no usable answer: {why}.",
            fix="It is asked again by itself; if it stays, call the carrier.",
            facts={"carrier": carrier},
        )


class NoSuchShipment(SoukError):
    code = "no-such-shipment"
    kind = Kind.NOT_FOUND

    def __init__(self, shipment_id: UUID) -> None:
        super().__init__(f"There is no shipment {shipment_id}.", "Look it up by its order.")


class ParcelMovedOn(SoukError):
    """Another process kept its move first."""

    code = "parcel-moved-on"
    kind = Kind.CONFLICT

    def __init__(self, shipment_id: UUID) -> None:
        super().__init__(f"Shipment {shipment_id} is no longer where it was.", "Read where it is now.")


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
        failures=0,
        problem=None,
    )


def set_aside(parcel: DueParcel, problem: str, at: datetime) -> ParcelSetAside:
    """It waits longer after each failure in a row, so that it never holds up the others."""
    pause = min(FIRST_PAUSE * 2 ** min(parcel.failures, 16), LONGEST_PAUSE)
    return ParcelSetAside(parcel.id, parcel.state, parcel.failures + 1, problem[:MAX_PROBLEM], at + pause)
