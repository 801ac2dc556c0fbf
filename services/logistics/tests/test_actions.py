from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from logistics_examples import ALICE, TOKEN, a_placed_order, inr

from kit.data.database import AlreadyDone, Database
from souk_logistics.actions.parcels import list_shipments, move_next_parcel, ship
from souk_logistics.actions.promises import cover
from souk_logistics.domain.coverage import MalformedPostalCode, UnknownCountry, UnknownPostalCode

if TYPE_CHECKING:
    from souk_logistics.actions.deps import Deps


async def states_announced(database: Database) -> list[str]:
    async with database.acquire() as connection:
        rows = await connection.fetch("select body::json ->> 'state' as state from kit_outbox order by position")
    return [row["state"] for row in rows]


async def moved_until_nothing_is_due(deps: Deps) -> None:
    while await move_next_parcel(deps):
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

    await ship(deps, order)
    with pytest.raises(AlreadyDone):
        await ship(deps, order)

    [shipment] = await list_shipments(deps, order.order_id, ALICE, None)
    assert (shipment.state, shipment.weight_grams) == ("created", 700)


async def test_a_parcel_goes_its_way_state_by_state_and_tells_each_once(deps: Deps, database: Database) -> None:
    clock: Any = deps.clock
    order = a_placed_order()
    await ship(deps, order)

    await moved_until_nothing_is_due(deps)
    assert await states_announced(database) == []
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
    assert await states_announced(database) == ["picked_up", "in_transit", "out_for_delivery", "delivered"]


async def test_replicas_that_ask_at_once_move_a_parcel_once(deps: Deps, database: Database) -> None:
    clock: Any = deps.clock
    await ship(deps, a_placed_order())
    await ship(deps, a_placed_order())
    clock.advance(seconds=20)

    await asyncio.gather(*(moved_until_nothing_is_due(deps) for _ in range(4)))

    assert await states_announced(database) == ["picked_up", "picked_up"]


async def test_a_parcel_is_shown_to_who_ordered_and_to_who_holds_the_link_and_to_nobody_else(deps: Deps) -> None:
    order = a_placed_order()
    await ship(deps, order)

    [of_customer] = await list_shipments(deps, order.order_id, ALICE, None)
    [of_link] = await list_shipments(deps, order.order_id, None, TOKEN)
    assert of_customer.order_id == of_link.order_id == order.order_id
    for customer, token in ((uuid4(), None), (None, None), (None, "guessed"), (uuid4(), "")):
        assert await list_shipments(deps, order.order_id, customer, token) == []


async def test_a_guests_order_has_no_owner_that_a_missing_customer_could_match(deps: Deps) -> None:
    order = a_placed_order(customer_id=None)
    await ship(deps, order)

    assert await list_shipments(deps, order.order_id, None, None) == []
