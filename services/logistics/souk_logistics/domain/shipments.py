"""A parcel's way: its states, its tracking events, and what may follow what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
# What others act on: the parcel is under way, and it is there. What lies between is shown to who asks for its tracking.
ANNOUNCED: frozenset[ParcelState] = frozenset({"picked_up", "delivered"})


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
    """One whose carrier is to be asked: so much is known of it even where its recipient cannot be read."""

    id: UUID
    order_id: UUID
    tracking_number: str
    state: ParcelState
    failures: int
    city: str  # where it goes
    unreadable: str = ""  # why there is no city


@dataclass(frozen=True, slots=True)
class ParcelMove:
    """What its carrier's report made of a parcel."""

    parcel: DueParcel
    event: TrackingEvent
    next_move_at: datetime | None


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


class ParcelUnderWay(SoukError):
    code = "parcel-under-way"
    kind = Kind.CONFLICT

    def __init__(self, order_id: UUID, state: ParcelState) -> None:
        super().__init__(
            cause=f"The parcel is {state.replace('_', ' ')}: it can no longer be stopped.",
            fix="Wait for it, and send it back.",
            facts={"order_id": str(order_id), "state": state},
        )


class ParcelUnreadable(SoukError):
    code = "parcel-unreadable"
    kind = Kind.UNPROCESSABLE

    def __init__(self, why: str) -> None:
        super().__init__(f"What is kept of the parcel cannot be read: {why}.", "Correct its row in shipments.")


class ParcelMovedOn(SoukError):
    """Another process kept a parcel's move first."""

    code = "parcel-moved-on"
    kind = Kind.CONFLICT

    def __init__(self, moves: Sequence[ParcelMove]) -> None:
        numbers = ", ".join(move.parcel.tracking_number for move in moves)
        super().__init__(f"Of {numbers} one is no longer where it was.", "Read where it is now.")


class IllegalParcelMove(SoukError):
    code = "illegal-parcel-move"
    kind = Kind.CONFLICT

    def __init__(self, tracking_number: str, state: ParcelState, to: ParcelState) -> None:
        super().__init__(
            cause=f"Parcel {tracking_number} is {state}; it cannot become {to}.",
            fix="Ask the carrier for the parcel's history; states only go forward, one at a time.",
            facts={"tracking_number": tracking_number, "state": state, "to": to},
        )


def moved(parcel: DueParcel, event: TrackingEvent, next_move_at: datetime) -> ParcelMove:
    if NEXT[parcel.state] != event.state:
        raise IllegalParcelMove(parcel.tracking_number, parcel.state, event.state)
    return ParcelMove(parcel, event, None if NEXT[event.state] is None else next_move_at)


def set_aside(parcel: DueParcel, problem: str, at: datetime) -> ParcelSetAside:
    """It waits longer after each failure in a row, so that it never holds up the others."""
    pause = min(FIRST_PAUSE * 2 ** min(parcel.failures, 16), LONGEST_PAUSE)
    return ParcelSetAside(parcel.id, parcel.state, parcel.failures + 1, problem[:MAX_PROBLEM], at + pause)
