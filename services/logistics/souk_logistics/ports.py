"""What logistics asks of its stores and of carriers."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol, Self
from uuid import UUID

from kit.data.database import OnceKey
from kit.events import Event
from souk_logistics.domain.country_files import CountryFiles
from souk_logistics.domain.coverage import Area
from souk_logistics.domain.shipments import DueParcel, ParcelMove, ParcelSetAside, Shipment, TrackingEvent


class ServiceAreas(Protocol):
    """Where the shop delivers, and for how much."""

    async def get_area(self, country: str, postal_code: str) -> Area:
        """Rates in the order of the delivery options. Raises UnknownCountry."""
        ...


class ShipmentStore(Protocol):
    def transaction(self, once: OnceKey | None = None) -> AbstractAsyncContextManager[Self]:
        """Everything or nothing; a key that was noted before raises AlreadyDone, maybe at the end."""
        ...

    async def find_of_order(self, order_id: UUID) -> Shipment | None: ...

    async def stop(self, order_id: UUID, now: datetime) -> None:
        """Nothing is sent for this order, also where it is not known yet; raises ParcelUnderWay."""
        ...

    async def claim_due(self, now: datetime, until: datetime, most: int) -> Sequence[DueParcel]:
        """Parcels whose carrier is to be asked; no replica takes them again before `until`."""
        ...

    async def add(self, shipments: Sequence[Shipment]) -> None:
        """Each with the event that it begins with."""
        ...

    async def save_moves(self, moves: Sequence[ParcelMove]) -> None:
        """Keep the states that parcels have just reached, with what happened to them.

        All or none: raises ParcelMovedOn when one is no longer where it was; in a transaction, maybe at its end.
        """
        ...

    async def save_problem(self, parcel: ParcelSetAside) -> None:
        """Keep why a parcel was set aside and when it is asked about again, unless it has moved meanwhile."""
        ...

    async def save_arrived(self, shipment_id: UUID) -> None:
        """Its carrier has nothing more to say."""
        ...

    async def count_set_aside(self) -> int: ...

    async def publish(self, event: Event) -> None:
        """Leaves with the transaction."""
        ...


class CountryFileStore(Protocol):
    def transaction(self, once: UUID | str | None = None) -> AbstractAsyncContextManager[Self]: ...

    async def replace_country(self, files: CountryFiles) -> bool:
        """Put one country's zones, rates and places in place of the old ones; False when nothing changed."""
        ...


class Carrier(Protocol):
    """A company that carries parcels; asked over the network, so each answer is waited for with a deadline."""

    @property
    def name(self) -> str: ...

    async def book(self, order_id: UUID) -> str:
        """A tracking number for an order's parcel; the same order gets the same one however often it is booked."""
        ...

    async def report(self, parcel: DueParcel) -> TrackingEvent | None:
        """What happened to the parcel since its last event; None when it has arrived."""
        ...

    def created(self, at: datetime, city: str) -> TrackingEvent:
        """The event that a parcel's tracking begins with."""
        ...
