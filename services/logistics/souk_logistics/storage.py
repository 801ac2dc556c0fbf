"""All the SQL of the logistics service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import asyncpg

from contracts.money import Money
from contracts.order import Recipient
from kit.data.database import PostgresStore
from souk_logistics.domain import (
    Country,
    Place,
    Rate,
    Shipment,
    TrackingEvent,
    UnknownCountry,
)


class Atlas(Protocol):
    """Where the shop delivers, and for how much."""

    async def country(self, code: str) -> Country: ...
    async def find_place(self, country: str, postal_code: str) -> Place | None: ...
    async def list_rates(self, country: str, zone: str) -> Sequence[Rate]: ...


class PostgresAtlas(PostgresStore):
    async def country(self, code: str) -> Country:
        row = await self.fetchrow("select * from countries where country = $1", code)
        if row is None:
            raise UnknownCountry(code)
        return Country(
            code=row["country"],
            code_pattern=row["code_pattern"],
            time_zone=row["time_zone"],
            order_cutoff_hour=row["order_cutoff_hour"],
            rest_days=tuple(row["rest_days"]),
            cash_on_delivery_up_to=row["cash_on_delivery_up_to"],
        )

    async def find_place(self, country: str, postal_code: str) -> Place | None:
        row = await self.fetchrow(
            """
            select p.code, p.place, p.district, p.region, p.zone, z.name as zone_name, z.serviceable, z.cash_on_delivery
            from places p join zones z on z.country = p.country and z.code = p.zone
            where p.country = $1 and p.code = $2
            """,
            country,
            postal_code,
        )
        return None if row is None else Place(**dict(row))

    async def list_rates(self, country: str, zone: str) -> Sequence[Rate]:
        rows = await self.fetch(
            """
            select r.method, m.name, r.days_min, r.days_max, r.steps, r.per_extra_kg
            from rates r join methods m on m.country = r.country and m.code = r.method
            where r.country = $1 and r.zone = $2 order by m.position
            """,
            country,
            zone,
        )
        return [
            Rate(
                method=row["method"],
                name=row["name"],
                days=(row["days_min"], row["days_max"]),
                steps=tuple((grams, charge) for grams, charge in row["steps"]),
                per_extra_kg=row["per_extra_kg"],
            )
            for row in rows
        ]


def _shipment(row: asyncpg.Record, events: Sequence[TrackingEvent]) -> Shipment:
    fields: dict[str, Any] = dict(row)
    due = fields["due_on_delivery"]
    fields["recipient"] = Recipient.model_validate(fields["recipient"])
    fields["due_on_delivery"] = None if due is None else Money.model_validate(due)
    return Shipment(**fields, events=tuple(events))


COLUMNS = """id, order_id, order_number, customer_id, link_token_sha256, carrier, tracking_number, method, recipient,
    weight_grams, due_on_delivery, earliest, latest, state, created_at, next_move_at"""


class PostgresShipments(PostgresStore):
    async def find_of_order(self, order_id: UUID) -> Shipment | None:
        row = await self.fetchrow(f"select {COLUMNS} from shipments where order_id = $1", order_id)
        return None if row is None else _shipment(row, await self._events_of(row["id"]))

    async def find_due(self, now: datetime) -> Shipment | None:
        """One parcel whose carrier is to be asked, locked until the transaction ends; others' are passed over."""
        row = await self.fetchrow(
            f"""select {COLUMNS} from shipments where next_move_at <= $1
                order by next_move_at limit 1 for update skip locked""",
            now,
        )
        return None if row is None else _shipment(row, await self._events_of(row["id"]))

    async def _events_of(self, shipment_id: UUID) -> list[TrackingEvent]:
        rows = await self.fetch(
            "select at, state, place, text from shipment_events where shipment_id = $1 order by at, state",
            shipment_id,
        )
        return [TrackingEvent(**dict(row)) for row in rows]

    async def add(self, shipment: Shipment) -> None:
        await self.execute(
            f"""insert into shipments ({COLUMNS})
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)""",
            shipment.id,
            shipment.order_id,
            shipment.order_number,
            shipment.customer_id,
            shipment.link_token_sha256,
            shipment.carrier,
            shipment.tracking_number,
            shipment.method,
            shipment.recipient.model_dump(mode="json"),
            shipment.weight_grams,
            None if shipment.due_on_delivery is None else shipment.due_on_delivery.model_dump(),
            shipment.earliest,
            shipment.latest,
            shipment.state,
            shipment.created_at,
            shipment.next_move_at,
        )
        await self._add_event(shipment.id, shipment.events[-1])

    async def save_move(self, shipment: Shipment) -> None:
        """Keep the state a parcel has just reached, with its newest tracking event."""
        await self.execute(
            "update shipments set state = $2, next_move_at = $3 where id = $1",
            shipment.id,
            shipment.state,
            shipment.next_move_at,
        )
        await self._add_event(shipment.id, shipment.events[-1])

    async def postpone(self, shipment_id: UUID, until: datetime | None) -> None:
        await self.execute("update shipments set next_move_at = $2 where id = $1", shipment_id, until)

    async def _add_event(self, shipment_id: UUID, event: TrackingEvent) -> None:
        await self.execute(
            "insert into shipment_events (shipment_id, state, at, place, text) values ($1, $2, $3, $4, $5)",
            shipment_id,
            event.state,
            event.at,
            event.place,
            event.text,
        )


class PostgresCountryFiles(PostgresStore):
    async def replace_country(self, tables: dict[str, Any], places: list[tuple[str, ...]], fingerprint: str) -> bool:
        """Put one country's zones, rates and places in place of the old ones; False when nothing changed."""
        country = tables["country"]
        await self.execute("select pg_advisory_xact_lock(hashtext('souk_logistics.seed'))")
        if await self.fetchval("select fingerprint from countries where country = $1", country) == fingerprint:
            return False
        await self.execute("delete from countries where country = $1", country)
        await self._add_country(tables, fingerprint)
        await self._add_zones(country, tables)
        await self.execute(
            """insert into places (country, code, place, district, region, zone)
               select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[])""",
            country,
            *(list(column) for column in zip(*places, strict=True)),
        )
        return True

    async def _add_country(self, tables: dict[str, Any], fingerprint: str) -> None:
        await self.execute(
            "insert into countries values ($1, $2, $3, $4, $5, $6, $7)",
            tables["country"],
            tables["code_pattern"],
            tables["time_zone"],
            tables["order_cutoff_hour"],
            tables["rest_days"],
            tables["cash_on_delivery_up_to"],
            fingerprint,
        )

    async def _add_zones(self, country: str, tables: dict[str, Any]) -> None:
        await self.executemany(
            "insert into zones (country, code, name, cash_on_delivery, serviceable) values ($1, $2, $3, $4, $5)",
            [
                (country, zone["code"], zone["name"], zone["cash_on_delivery"], zone.get("serviceable", True))
                for zone in tables["zones"]
            ],
        )
        await self.executemany(
            "insert into methods (country, code, name, position) values ($1, $2, $3, $4)",
            [(country, method["code"], method["name"], at) for at, method in enumerate(tables["methods"])],
        )
        await self.executemany(
            """insert into rates (country, zone, method, days_min, days_max, steps, per_extra_kg)
               values ($1, $2, $3, $4, $5, $6, $7)""",
            [
                (country, rate["zone"], rate["method"], *rate["days"], rate["steps"], rate["per_extra_kg"])
                for rate in tables["rates"]
            ],
        )
