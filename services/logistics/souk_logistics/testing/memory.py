"""The stores in memory, held to their word by the behaviour classes that the real ones run too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from kit.data.database import AlreadyDone, OnceKey
from kit.events import Event
from souk_logistics.domain.country_files import CountryFiles
from souk_logistics.domain.coverage import Area, Country, Place, Rate, UnknownCountry
from souk_logistics.domain.shipments import (
    DueParcel,
    ParcelMove,
    ParcelMovedOn,
    ParcelSetAside,
    ParcelUnderWay,
    Shipment,
)


@dataclass
class Kept:
    shipments: dict[UUID, Shipment] = field(default_factory=dict[UUID, Shipment])
    events: list[Event] = field(default_factory=list[Event])
    keys: set[str] = field(default_factory=set[str])
    stopped: set[UUID] = field(default_factory=set[UUID])  # orders


class MemoryShipments:
    """One transaction at a time; what fails leaves nothing."""

    def __init__(self) -> None:
        self.kept = Kept()
        self._one_at_a_time = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self, once: OnceKey | None = None) -> AsyncIterator[Self]:
        keys = [once] if isinstance(once, UUID | str) else once or []
        async with self._one_at_a_time:
            if any(str(key) in self.kept.keys for key in keys):
                raise AlreadyDone(*keys)
            before = Kept(dict(self.kept.shipments), list(self.kept.events), {*self.kept.keys}, {*self.kept.stopped})
            try:
                yield self
            except BaseException:
                self.kept = before
                raise
            self.kept.keys |= {str(key) for key in keys}

    async def find_of_order(self, order_id: UUID) -> Shipment | None:
        found = (kept for kept in self.kept.shipments.values() if kept.order_id == order_id)
        return next((kept for kept in found if kept.order_id not in self.kept.stopped), None)

    async def stop(self, order_id: UUID, now: datetime) -> None:
        for each in self.kept.shipments.values():
            if each.order_id == order_id and each.state != "created":
                raise ParcelUnderWay(order_id, each.state)
        self.kept.stopped.add(order_id)

    async def claim_due(self, now: datetime, until: datetime, most: int) -> Sequence[DueParcel]:
        due = [each for each in self.kept.shipments.values() if each.next_move_at and each.next_move_at <= now]
        due = [each for each in due if each.order_id not in self.kept.stopped]
        self.kept.shipments |= {each.id: replace(each, next_move_at=until) for each in due[:most]}
        return [
            DueParcel(each.id, each.order_id, each.tracking_number, each.state, each.failures, each.recipient.city)
            for each in due[:most]
        ]

    async def add(self, shipments: Sequence[Shipment]) -> None:
        self.kept.shipments |= {shipment.id: shipment for shipment in shipments}

    async def save_moves(self, moves: Sequence[ParcelMove]) -> None:
        kept_now = [self.kept.shipments[move.parcel.id] for move in moves]
        stopped = any(kept.order_id in self.kept.stopped for kept in kept_now)
        if stopped or [kept.state for kept in kept_now] != [move.parcel.state for move in moves]:
            raise ParcelMovedOn(moves)
        for move in moves:
            kept = self.kept.shipments[move.parcel.id]
            self.kept.shipments[kept.id] = replace(
                kept, state=move.event.state, events=(*kept.events, move.event), next_move_at=move.next_move_at,
                failures=0, problem=None,
            )  # fmt: skip

    async def save_problem(self, parcel: ParcelSetAside) -> None:
        kept = self.kept.shipments[parcel.id]
        if kept.state == parcel.state:
            self.kept.shipments[parcel.id] = replace(
                kept, failures=parcel.failures, problem=parcel.problem, next_move_at=parcel.next_move_at
            )

    async def save_arrived(self, shipment_id: UUID) -> None:
        kept = self.kept.shipments[shipment_id]
        self.kept.shipments[shipment_id] = replace(kept, next_move_at=None, failures=0, problem=None)

    async def count_set_aside(self) -> int:
        return sum(each.problem is not None for each in self.kept.shipments.values())

    async def publish(self, event: Event) -> None:
        self.kept.events.append(event)


class MemoryServiceAreas:
    def __init__(self, countries: Sequence[CountryFiles]) -> None:
        self._countries = {files.country: files for files in countries}

    async def get_area(self, country: str, postal_code: str) -> Area:
        known, place = self._country(country), self._place(country, postal_code)
        return Area(known, place, self._rates(country, place.zone) if place else [])

    def _country(self, code: str) -> Country:
        files = self._countries.get(code)
        if files is None:
            raise UnknownCountry(code)
        tables = files.tables
        return Country(
            code=code,
            code_pattern=tables["code_pattern"],
            time_zone=tables["time_zone"],
            order_cutoff_hour=tables["order_cutoff_hour"],
            rest_days=tuple(tables["rest_days"]),
            cash_on_delivery_up_to=tables["cash_on_delivery_up_to"],
        )

    def _place(self, country: str, postal_code: str) -> Place | None:
        files = self._countries.get(country)
        for code, place, district, region, zone_code in files.places if files else ():
            if code == postal_code and files:
                zone = next(zone for zone in files.tables["zones"] if zone["code"] == zone_code)
                served, cash = zone.get("serviceable", True), zone["cash_on_delivery"]
                return Place(code, place, district, region, zone_code, zone["name"], served, cash)
        return None

    def _rates(self, country: str, zone: str) -> Sequence[Rate]:
        tables = self._countries[country].tables
        return [
            Rate(
                delivery_code=option["code"],
                name=option["name"],
                days=(rate["days"][0], rate["days"][1]),
                steps=tuple((grams, charge) for grams, charge in rate["steps"]),
                per_extra_kg=rate["per_extra_kg"],
            )
            for option in tables["delivery_options"]
            for rate in tables["rates"]
            if (rate["zone"], rate["delivery_code"]) == (zone, option["code"])
        ]
