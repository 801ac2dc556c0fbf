"""Parcels and their tracking events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from contracts.logistics import ParcelState
from kit.data.database import PostgresStore
from souk_logistics.domain.shipments import (
    DueParcel,
    NoSuchShipment,
    ParcelMovedOn,
    ParcelSetAside,
    Shipment,
    TrackingEvent,
)
from souk_logistics.storage.documents import AMOUNTS, RECIPIENTS, amount_of, recipient_of


def _shipment(row: asyncpg.Record, events: Sequence[TrackingEvent]) -> Shipment:
    fields: dict[str, Any] = dict(row)
    fields["recipient"] = recipient_of(fields["recipient"])
    fields["due_on_delivery"] = amount_of(fields["due_on_delivery"])
    return Shipment(**fields, events=tuple(events))


BEFORE = "id, order_id, order_number, customer_id, link_token_sha256, carrier, tracking_number"
AFTER = "recipient, weight_grams, due_on_delivery, earliest, latest, state, created_at, next_move_at"
# The delivery's code is called so everywhere but in its column, which the release before this one still reads.
WRITTEN = f"{BEFORE}, method, {AFTER}"
COLUMNS = f"{BEFORE}, method as delivery_code, {AFTER}, failures, problem"


class PostgresShipments(PostgresStore):
    async def get(self, shipment_id: UUID) -> Shipment:
        row = await self.fetchrow(f"select {COLUMNS} from shipments where id = $1", shipment_id)
        if row is None:
            raise NoSuchShipment(shipment_id)
        return _shipment(row, await self._events_of(shipment_id))

    async def find_of_order(self, order_id: UUID) -> Shipment | None:
        row = await self.fetchrow(f"select {COLUMNS} from shipments where order_id = $1", order_id)
        return None if row is None else _shipment(row, await self._events_of(row["id"]))

    async def claim_due(self, now: datetime, until: datetime, most: int) -> Sequence[DueParcel]:
        rows = await self.fetch(
            """update shipments set next_move_at = $2
                 where id = any(array(select id from shipments where next_move_at <= $1
                                       order by next_move_at limit $3 for update skip locked))
                returning id, state, failures""",
            now,
            until,
            most,
        )
        return [DueParcel(**row) for row in rows]

    async def _events_of(self, shipment_id: UUID) -> list[TrackingEvent]:
        rows = await self.fetch(
            "select at, state, place, text from shipment_events where shipment_id = $1 order by at, state",
            shipment_id,
        )
        return [TrackingEvent(**dict(row)) for row in rows]

    async def add(self, shipment: Shipment) -> None:
        await self.write(
            f"""insert into shipments ({WRITTEN})
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)""",
            shipment.id,
            shipment.order_id,
            shipment.order_number,
            shipment.customer_id,
            shipment.link_token_sha256,
            shipment.carrier,
            shipment.tracking_number,
            shipment.delivery_code,
            RECIPIENTS.written(shipment.recipient),
            shipment.weight_grams,
            AMOUNTS.written(shipment.due_on_delivery) if shipment.due_on_delivery else None,
            shipment.earliest,
            shipment.latest,
            shipment.state,
            shipment.created_at,
            shipment.next_move_at,
        )
        await self._add_event(shipment.id, shipment.events[-1])

    async def save_move(self, shipment: Shipment, moved_from: ParcelState) -> None:
        await self.write(
            """update shipments set state = $2, next_move_at = $3, failures = 0, problem = null
                where id = $1 and state = $4""",
            *(shipment.id, shipment.state, shipment.next_move_at, moved_from),
            refusal=ParcelMovedOn(shipment.id),
        )
        await self._add_event(shipment.id, shipment.events[-1])

    async def save_problem(self, parcel: ParcelSetAside) -> None:
        await self.execute(
            "update shipments set next_move_at = $2, failures = $3, problem = $4 where id = $1 and state = $5",
            *(parcel.id, parcel.next_move_at, parcel.failures, parcel.problem, parcel.state),
        )

    async def save_arrived(self, shipment_id: UUID) -> None:
        await self.execute(
            "update shipments set next_move_at = null, failures = 0, problem = null where id = $1", shipment_id
        )

    async def count_set_aside(self) -> int:
        return await self.fetchval("select count(*) from shipments where problem is not null")

    async def _add_event(self, shipment_id: UUID, event: TrackingEvent) -> None:
        await self.write(
            "insert into shipment_events (shipment_id, state, at, place, text) values ($1, $2, $3, $4, $5)",
            shipment_id,
            event.state,
            event.at,
            event.place,
            event.text,
        )
