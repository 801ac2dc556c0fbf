"""A carrier that exists nowhere: it books at once and reports the next state whenever it is asked."""

from __future__ import annotations

from base64 import b32encode
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from contracts.logistics import ParcelState
from kit.clock import Clock
from souk_logistics.domain.shipments import NEXT, DueParcel, TrackingEvent

WAREHOUSE = "Bengaluru"
TEXTS: dict[ParcelState, str] = {
    "created": "The parcel is packed and waits for the carrier.",
    "picked_up": "The carrier has the parcel.",
    "in_transit": "The parcel is on its way to {city}.",
    "out_for_delivery": "The parcel is out for delivery in {city}.",
    "delivered": "The parcel was handed over in {city}.",
}


class SimulatedCarrier:
    name = "Souk Express (simulated)"

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def book(self, order_id: UUID) -> str:
        return f"SX{b32encode(sha256(order_id.bytes).digest())[:12].decode()}"

    async def report(self, parcel: DueParcel) -> TrackingEvent | None:
        state = NEXT[parcel.state]
        return None if state is None else _event(state, self._clock.now(), parcel.city)

    def created(self, at: datetime, city: str) -> TrackingEvent:
        return _event("created", at, city)


def _event(state: ParcelState, at: datetime, city: str) -> TrackingEvent:
    near_the_shop = state in {"created", "picked_up"}
    return TrackingEvent(
        at=at, state=state, place=WAREHOUSE if near_the_shop else city, text=TEXTS[state].format(city=city)
    )
