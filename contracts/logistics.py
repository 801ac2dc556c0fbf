"""Facts the logistics service announces."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from kit.events import Event

ParcelState = Literal["created", "picked_up", "in_transit", "out_for_delivery", "delivered"]


class ParcelMoved(Event, subject="logistics.parcel-moved.v1"):
    """The carrier reported a parcel's next state."""

    shipment_id: UUID
    order_id: UUID
    tracking_number: str
    state: ParcelState
    place: str
    moved_at: datetime
