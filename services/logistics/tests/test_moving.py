"""Parcels that are due move each by itself, whatever becomes of the others; on PostgreSQL."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest_asyncio
from logistics_examples import a_placed_order, deps_with

from kit.data.database import DatabaseUnavailable
from souk_logistics.actions.deps import Deps
from souk_logistics.actions.parcels import move_due_parcels, ship
from souk_logistics.domain.shipments import ParcelSetAside
from souk_logistics.storage.shipments import PostgresShipments

if TYPE_CHECKING:
    from testkit.plugin import DatabaseOf


class FullDisk(PostgresShipments):
    async def save_problem(self, parcel: ParcelSetAside) -> None:
        raise DatabaseUnavailable("no room")


@pytest_asyncio.fixture
async def store(database_of: DatabaseOf) -> PostgresShipments:
    return PostgresShipments(await database_of("logistics"))


async def with_parcels_due(store: PostgresShipments, number: int) -> Deps:
    deps = deps_with(store)
    await ship(deps, [a_placed_order() for _ in range(number)])
    clock: Any = deps.clock
    clock.advance(seconds=20)
    return deps


async def one_made_unreadable(store: PostgresShipments) -> UUID:
    return await store.fetchval(
        """update shipments set recipient = '{"name": 7}' where id = (select id from shipments limit 1) returning id"""
    )


async def moved_until_nothing_is_due(deps: Deps) -> None:
    while await move_due_parcels(deps):
        pass


async def test_a_parcel_that_cannot_be_read_is_set_aside_and_holds_up_no_other(store: PostgresShipments) -> None:
    deps = await with_parcels_due(store, 3)
    broken = await one_made_unreadable(store)

    await moved_until_nothing_is_due(deps)

    rows = await store.fetch("select state, failures, problem from shipments order by id = $1", broken)
    assert [(row["state"], row["failures"]) for row in rows] == [("picked_up", 0), ("picked_up", 0), ("created", 1)]
    assert "Recipient" in rows[-1]["problem"]


async def test_a_parcel_of_before_is_read_although_its_recipient_lacks_newer_fields(store: PostgresShipments) -> None:
    deps = await with_parcels_due(store, 1)
    assert await store.fetchval("select recipient ->> 'version' from shipments") == "1"
    await store.execute("update shipments set recipient = recipient - 'version' - 'line2'")

    await moved_until_nothing_is_due(deps)

    assert await store.fetchval("select state from shipments") == "picked_up"


async def test_a_parcel_of_which_nothing_can_be_saved_fails_no_other(database_of: DatabaseOf) -> None:
    store = FullDisk(await database_of("logistics"))
    deps = await with_parcels_due(store, 3)
    broken = await one_made_unreadable(store)

    await moved_until_nothing_is_due(deps)

    rows = await store.fetch("select state from shipments order by id = $1", broken)
    assert [row["state"] for row in rows] == ["picked_up", "picked_up", "created"]


async def test_a_move_that_cannot_be_kept_is_set_aside_and_holds_up_no_other(store: PostgresShipments) -> None:
    deps = await with_parcels_due(store, 3)
    broken = await store.fetchval(
        """insert into shipment_events (shipment_id, state, at, place, text)
           select id, 'picked_up', now(), '', '' from shipments limit 1 returning shipment_id"""
    )

    await moved_until_nothing_is_due(deps)

    rows = await store.fetch("select state, failures, problem from shipments order by id = $1", broken)
    assert [(row["state"], row["failures"]) for row in rows] == [("picked_up", 0), ("picked_up", 0), ("created", 1)]
    assert "duplicate key" in rows[-1]["problem"]
    assert await store.fetchval("select count(*) from kit_outbox") == 2


async def test_replicas_that_ask_at_once_move_each_parcel_once(store: PostgresShipments) -> None:
    deps = await with_parcels_due(store, 12)

    await asyncio.gather(*(moved_until_nothing_is_due(deps) for _ in range(3)))

    states = await store.fetch("select body::json ->> 'state' as state from kit_outbox")
    assert [row["state"] for row in states] == ["picked_up"] * 12
