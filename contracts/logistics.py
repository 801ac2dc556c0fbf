"""Facts the logistics service announces, and what it takes."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from kit.events import Event

MAX_PARCEL_GRAMS: Final = 1_000_000  # the heaviest parcel that is quoted and shipped

ParcelState = Literal["created", "picked_up", "in_transit", "out_for_delivery", "delivered"]


class ParcelMoved(Event, subject="logistics.parcel-moved.v1"):
    """The carrier has picked a parcel up, or delivered it; releases before announced the states between too."""

    shipment_id: UUID
    order_id: UUID
    tracking_number: str
    state: ParcelState
    place: str
    moved_at: datetime
