"""A carrier that exists nowhere: it books at once and reports the next state whenever it is asked."""

from __future__ import annotations

from contracts.logistics import ParcelState
from kit.clock import Clock
from kit.ids import random_code
from souk_logistics.domain.shipments import NEXT, Shipment, TrackingEvent

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

    def book(self) -> str:
        return f"SX{random_code(10)}"

    def report(self, shipment: Shipment) -> TrackingEvent | None:
        state = NEXT[shipment.state]
        return None if state is None else self.event(state, shipment.recipient.city)

    def event(self, state: ParcelState, city: str) -> TrackingEvent:
        near_the_shop = state in {"created", "picked_up"}
        return TrackingEvent(
            at=self._clock.now(),
            state=state,
            place=WAREHOUSE if near_the_shop else city,
            text=TEXTS[state].format(city=city),
        )
