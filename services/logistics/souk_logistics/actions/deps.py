"""What the actions need, given by app.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kit.clock import Clock
from souk_logistics.ports import Carrier, ServiceAreas, ShipmentStore


@dataclass(frozen=True, slots=True)
class Deps:
    areas: ServiceAreas
    shipments: ShipmentStore
    carrier: Carrier
    clock: Clock
    carrier_step: timedelta
    carrier_deadline_s: float
    default_parcel_grams: int
    currency: str
