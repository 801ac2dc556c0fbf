"""Parcels, orders and a calendar that several tests speak of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from contracts.logistics import ParcelState
from contracts.money import Money
from contracts.order import OrderPlaced, PlacedLine, Recipient
from souk_logistics.actions.deps import Deps
from souk_logistics.adapters.simulated_carrier import SimulatedCarrier
from souk_logistics.commands.seed import DATA, read_countries
from souk_logistics.domain.shipments import DueParcel, Shipment, TrackingEvent
from souk_logistics.ports import ShipmentStore
from souk_logistics.testing.memory import MemoryServiceAreas
from testkit.clock import ManualClock

# A few of India's 19,097 codes: loading all takes half a second, and each test has a database of its own.
CODES = {"110001", "560001", "570001", "682555", "744101"}
COUNTRIES = [replace(files, places=[row for row in files.places if row[0] in CODES]) for files in read_countries(DATA)]
MORNING = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # a Tuesday, 09:30 in India
ALICE = UUID("0190a8a0-0000-7000-8000-00000000a11c")
TOKEN = "a-link-token-of-the-order"
ASHA = Recipient(
    name="Asha Rao", phone="+919800000000", line1="12 MG Road", city="Mysuru", state="Karnataka",
    postal_code="570001", country="IN",
)  # fmt: skip


def inr(rupees: int) -> Money:
    return Money(amount=rupees * 100, currency="INR")


def an_event(state: ParcelState, at: datetime = MORNING) -> TrackingEvent:
    return TrackingEvent(at=at, state=state, place="Bengaluru", text="Moved.")


def a_shipment(state: ParcelState = "created") -> Shipment:
    return Shipment(
        id=uuid4(),
        order_id=uuid4(),
        order_number="SK-TEST-0001",
        customer_id=ALICE,
        link_token_sha256=sha256(TOKEN.encode()).hexdigest(),
        carrier="Test carrier",
        tracking_number=f"T{uuid4().hex[:10]}",
        delivery_code="standard",
        recipient=ASHA,
        weight_grams=400,
        due_on_delivery=None,
        earliest=date(2026, 11, 26),
        latest=date(2026, 11, 28),
        state=state,
        created_at=MORNING,
        next_move_at=MORNING,
        events=(an_event(state),),
    )


def due(shipment: Shipment) -> DueParcel:
    return DueParcel(
        shipment.id, shipment.order_id, shipment.tracking_number, shipment.state, shipment.failures,
        shipment.recipient.city,
    )  # fmt: skip


def a_placed_order(customer_id: UUID | None = ALICE) -> OrderPlaced:
    return OrderPlaced(
        at=MORNING,
        order_id=uuid4(),
        order_number="SK-TEST-0001",
        customer_id=customer_id,
        guest_id=None,
        cart_id=uuid4(),
        checkout_id=uuid4(),
        link_token_sha256=sha256(TOKEN.encode()).hexdigest(),
        lines=(PlacedLine(sku="MUG", title="Mug", quantity=2, unit_price=inr(500), weight_grams=350),),
        recipient=ASHA,
        delivery_code="standard",
        earliest=date(2026, 11, 26),
        latest=date(2026, 11, 28),
        total=inr(1059),
        due_on_delivery=None,
    )


def deps_with(shipments: ShipmentStore) -> Deps:
    clock = ManualClock(MORNING)
    return Deps(
        areas=MemoryServiceAreas(COUNTRIES),
        shipments=shipments,
        carrier=SimulatedCarrier(clock),
        clock=clock,
        carrier_step=timedelta(seconds=20),
        carrier_deadline_s=5,
        default_parcel_grams=500,
        currency="INR",
    )
