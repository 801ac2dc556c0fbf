"""Parcels and their tracking events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from kit.data.database import PostgresStore
from kit.observing.logs import said
from souk_logistics.domain.shipments import (
    DueParcel,
    ParcelMove,
    ParcelMovedOn,
    ParcelSetAside,
    ParcelUnderWay,
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
_ADD = f"""insert into shipments ({WRITTEN})
    select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[],
                         $9::jsonb[], $10::integer[], $11::jsonb[], $12::date[], $13::date[], $14::text[],
                         $15::timestamptz[], $16::timestamptz[])"""
STOPPED = "select from stopped_orders o where o.order_id = shipments.order_id"
COLUMNS = f"{BEFORE}, method as delivery_code, {AFTER}, failures, problem"


class PostgresShipments(PostgresStore):
    async def find_of_order(self, order_id: UUID) -> Shipment | None:
        row = await self.fetchrow(
            f"select {COLUMNS} from shipments where order_id = $1 and not exists ({STOPPED})", order_id
        )
        return None if row is None else _shipment(row, await self._events_of(row["id"]))

    async def claim_due(self, now: datetime, until: datetime, most: int) -> Sequence[DueParcel]:
        rows = await self.fetch(
            """update shipments set next_move_at = $2
                 where id = any(array(select id from shipments s where next_move_at <= $1 and stopped_at is null
                                         and not exists (select from stopped_orders o where o.order_id = s.order_id)
                                       order by next_move_at limit $3 for update skip locked))
                returning id, order_id, tracking_number, state, failures, recipient""",
            now,
            until,
            most,
        )
        return [_due(dict(row)) for row in rows]

    async def stop(self, order_id: UUID, now: datetime) -> None:
        """The order's own row keeps a parcel that is added later, or at this very moment, from being claimed."""
        await self.execute(
            "insert into stopped_orders (order_id, at) values ($1, $2) on conflict do nothing", order_id, now
        )
        state = await self.fetchval("select state from shipments where order_id = $1 for update", order_id)
        if state is not None and state != "created":
            raise ParcelUnderWay(order_id, state)
        await self.execute(
            "update shipments set stopped_at = coalesce(stopped_at, $2), next_move_at = null where order_id = $1",
            *(order_id, now),
        )

    async def _events_of(self, shipment_id: UUID) -> list[TrackingEvent]:
        rows = await self.fetch(
            "select at, state, place, text from shipment_events where shipment_id = $1 order by at, state",
            shipment_id,
        )
        return [TrackingEvent(**dict(row)) for row in rows]

    async def add(self, shipments: Sequence[Shipment]) -> None:
        rows = [_row(shipment) for shipment in shipments]
        await self.write(_ADD, *map(list, zip(*rows, strict=True)))
        await self._add_events([(shipment.id, shipment.events[-1]) for shipment in shipments])

    async def save_moves(self, moves: Sequence[ParcelMove]) -> None:
        await self.write(
            """update shipments s set state = m.state, next_move_at = m.next_move_at, failures = 0, problem = null
                from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[])
                     as m (id, moved_from, state, next_move_at)
                where s.id = m.id and s.state = m.moved_from and s.stopped_at is null""",
            [move.parcel.id for move in moves],
            [move.parcel.state for move in moves],
            [move.event.state for move in moves],
            [move.next_move_at for move in moves],
            refusal=ParcelMovedOn(moves),
            rows=len(moves),
        )
        await self._add_events([(move.parcel.id, move.event) for move in moves])

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

    async def _add_events(self, events: Sequence[tuple[UUID, TrackingEvent]]) -> None:
        await self.write(
            """insert into shipment_events (shipment_id, state, at, place, text)
               select * from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::text[])""",
            [shipment_id for shipment_id, _ in events],
            [event.state for _, event in events],
            [event.at for _, event in events],
            [event.place for _, event in events],
            [event.text for _, event in events],
        )


def _row(shipment: Shipment) -> tuple[Any, ...]:
    """In the order of WRITTEN."""
    due = shipment.due_on_delivery
    return (
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
        AMOUNTS.written(due) if due else None,
        shipment.earliest,
        shipment.latest,
        shipment.state,
        shipment.created_at,
        shipment.next_move_at,
    )


def _due(fields: dict[str, Any]) -> DueParcel:
    recipient = fields.pop("recipient")
    try:
        return DueParcel(**fields, city=recipient_of(recipient).city)
    except Exception as error:
        return DueParcel(**fields, city="", unreadable=said(error))
