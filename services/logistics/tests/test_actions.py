from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid4

import pytest
from logistics_examples import ALICE, TOKEN, a_placed_order, inr

from kit.data.database import AlreadyDone
from souk_logistics.actions.parcels import list_shipments, move_due_parcels, ship
from souk_logistics.actions.promises import cover
from souk_logistics.adapters.simulated_carrier import SimulatedCarrier
from souk_logistics.domain.coverage import MalformedPostalCode, UnknownCountry, UnknownPostalCode
from souk_logistics.domain.shipments import CarrierUnavailable, DueParcel, TrackingEvent
from souk_logistics.testing.memory import MemoryShipments

if TYPE_CHECKING:
    from souk_logistics.actions.deps import Deps


def states_announced(deps: Deps) -> list[str]:
    events: list[Any] = cast("MemoryShipments", deps.shipments).kept.events
    return [event.state for event in events]


async def moved_until_nothing_is_due(deps: Deps) -> None:
    while await move_due_parcels(deps):
        pass


async def test_a_pincode_is_answered_with_its_place_its_charges_and_its_days(deps: Deps) -> None:
    covered = await cover(deps, "IN", "570001", 500, None)

    assert (covered.place.place, covered.place.region) == ("Mysore", "Karnataka")
    assert [(option.code, option.charge) for option in covered.options] == [
        ("standard", inr(59)),
        ("express", inr(129)),
    ]
    assert covered.cash_on_delivery


async def test_an_island_is_known_but_not_served(deps: Deps) -> None:
    covered = await cover(deps, "IN", "682555", 500, None)

    assert not covered.place.serviceable
    assert covered.options == ()


@pytest.mark.parametrize(
    ("country", "code", "refusal"),
    [
        ("IN", "999999", UnknownPostalCode),
        ("IN", "012345", MalformedPostalCode),
        ("IN", "57000", MalformedPostalCode),
        ("FR", "75001", UnknownCountry),
    ],
)
async def test_a_code_that_leads_nowhere_is_refused_by_name(
    deps: Deps, country: str, code: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await cover(deps, country, code, 500, None)


async def test_an_order_becomes_one_shipment_however_often_it_is_told(deps: Deps) -> None:
    order = a_placed_order()

    await ship(deps, [order])
    with pytest.raises(AlreadyDone):
        await ship(deps, [order])

    [shipment] = await list_shipments(deps, order.order_id, ALICE, None)
    assert (shipment.state, shipment.weight_grams) == ("created", 700)


async def test_a_parcel_goes_its_way_state_by_state_and_tells_others_when_it_leaves_and_arrives(deps: Deps) -> None:
    clock: Any = deps.clock
    order = a_placed_order()
    await ship(deps, [order])

    await moved_until_nothing_is_due(deps)
    assert states_announced(deps) == []
    for _ in range(6):
        clock.advance(seconds=20)
        await moved_until_nothing_is_due(deps)

    [shipment] = await list_shipments(deps, order.order_id, ALICE, None)
    assert [event.state for event in shipment.events] == [
        "created",
        "picked_up",
        "in_transit",
        "out_for_delivery",
        "delivered",
    ]
    assert states_announced(deps) == ["picked_up", "delivered"]


@dataclass
class FaultyCarrier:
    """Does with single parcels what a test says; the others move as they should."""

    honest: SimulatedCarrier
    breaks: set[UUID] = field(default_factory=set[UUID])
    hangs: set[UUID] = field(default_factory=set[UUID])
    name: str = "Faulty carrier"

    async def book(self, order_id: UUID) -> str:
        if order_id in self.hangs:
            await asyncio.Event().wait()
        return await self.honest.book(order_id)

    async def report(self, parcel: DueParcel) -> TrackingEvent | None:
        if parcel.order_id in self.breaks:
            raise RuntimeError("502 Bad Gateway")
        if parcel.order_id in self.hangs:
            await asyncio.Event().wait()
        return await self.honest.report(parcel)

    def created(self, at: datetime, city: str) -> TrackingEvent:
        return self.honest.created(at, city)


def with_faults(deps: Deps) -> tuple[Deps, FaultyCarrier]:
    carrier = FaultyCarrier(cast("SimulatedCarrier", deps.carrier))
    return replace(deps, carrier=carrier, carrier_deadline_s=0.05), carrier


async def test_a_parcel_that_cannot_move_is_set_aside_with_its_reason_and_the_others_go_on(deps: Deps) -> None:
    deps, carrier = with_faults(deps)
    clock: Any = deps.clock
    broken, hanging, fine = (a_placed_order() for _ in range(3))
    for order in (broken, hanging, fine):
        await ship(deps, [order])
    carrier.breaks, carrier.hangs = {broken.order_id}, {hanging.order_id}

    clock.advance(seconds=20)
    await moved_until_nothing_is_due(deps)

    found = [await deps.shipments.find_of_order(order.order_id) for order in (broken, hanging, fine)]
    assert [(each.state, each.failures, each.problem) for each in found if each] == [
        ("created", 1, "502 Bad Gateway"),
        ("created", 1, "Faulty carrier gave no usable answer: no answer within 0.05 s. "
                       "It is asked again by itself; if it stays, call the carrier."),
        ("picked_up", 0, None),
    ]  # fmt: skip


async def test_what_was_set_aside_is_asked_about_later_and_later_and_goes_on_when_it_can(deps: Deps) -> None:
    deps, carrier = with_faults(deps)
    clock: Any = deps.clock
    order = a_placed_order()
    await ship(deps, [order])
    carrier.breaks = {order.order_id}
    clock.advance(seconds=20)
    pauses: list[float] = []
    for _ in range(9):
        asked_at = clock.now()
        await moved_until_nothing_is_due(deps)
        parcel = await deps.shipments.find_of_order(order.order_id)
        assert parcel
        assert parcel.next_move_at
        pauses.append((parcel.next_move_at - asked_at).total_seconds())
        clock.advance(seconds=pauses[-1])
    carrier.breaks = set()

    await moved_until_nothing_is_due(deps)

    parcel = await deps.shipments.find_of_order(order.order_id)
    assert pauses == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert parcel
    assert (parcel.state, parcel.failures, parcel.problem) == ("picked_up", 0, None)
    assert states_announced(deps) == ["picked_up"]


async def test_an_order_whose_carrier_does_not_answer_is_told_again_and_booked_once(deps: Deps) -> None:
    deps, carrier = with_faults(deps)
    order = a_placed_order()
    carrier.hangs = {order.order_id}
    with pytest.raises(CarrierUnavailable):
        await ship(deps, [order])

    carrier.hangs = set()
    await ship(deps, [order])

    parcel = await deps.shipments.find_of_order(order.order_id)
    assert parcel
    assert parcel.tracking_number == await carrier.book(order.order_id)


async def test_a_process_that_dies_between_asking_and_saving_makes_a_parcel_late_and_nothing_else(deps: Deps) -> None:
    clock: Any = deps.clock
    order = a_placed_order()
    await ship(deps, [order])
    clock.advance(seconds=20)
    await deps.shipments.claim_due(clock.now(), clock.now() + timedelta(seconds=40), 10)

    assert await move_due_parcels(deps) == 0
    clock.advance(seconds=40)
    await moved_until_nothing_is_due(deps)

    assert states_announced(deps) == ["picked_up"]


async def test_a_parcel_is_shown_to_who_ordered_and_to_who_holds_the_link_and_to_nobody_else(deps: Deps) -> None:
    order = a_placed_order()
    await ship(deps, [order])

    [of_customer] = await list_shipments(deps, order.order_id, ALICE, None)
    [of_link] = await list_shipments(deps, order.order_id, None, TOKEN)
    assert of_customer.order_id == of_link.order_id == order.order_id
    for customer, token in ((uuid4(), None), (None, None), (None, "guessed"), (uuid4(), "")):
        assert await list_shipments(deps, order.order_id, customer, token) == []


async def test_a_guests_order_has_no_owner_that_a_missing_customer_could_match(deps: Deps) -> None:
    order = a_placed_order(customer_id=None)
    await ship(deps, [order])

    assert await list_shipments(deps, order.order_id, None, None) == []
