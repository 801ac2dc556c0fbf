"""What goes over the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from contracts.logistics import MAX_PARCEL_GRAMS, ParcelState
from contracts.money import Money
from contracts.people import CountryCode
from souk_logistics.domain.coverage import Coverage
from souk_logistics.domain.shipments import Shipment

PostalCode = Annotated[str, Field(min_length=2, max_length=12, pattern=r"^[A-Za-z0-9 -]+$")]


class DeliveryOption(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    code: str
    name: str
    charge: Money
    earliest: date
    latest: date


class Serviceability(BaseModel):
    postal_code: str
    country: str
    place: str
    state: str
    zone: str
    serviceable: bool
    cash_on_delivery: bool
    options: list[DeliveryOption]

    @staticmethod
    def of(country: str, coverage: Coverage) -> Serviceability:
        place = coverage.place
        return Serviceability(
            postal_code=place.code,
            country=country,
            place=place.place,
            state=place.region,
            zone=place.zone_name,
            serviceable=place.serviceable,
            cash_on_delivery=coverage.cash_on_delivery,
            options=[DeliveryOption.model_validate(option) for option in coverage.options],
        )


class AskQuote(BaseModel):
    country: CountryCode
    postal_code: PostalCode
    weight_grams: Annotated[int, Field(ge=0, le=MAX_PARCEL_GRAMS)]
    subtotal: Money


class Quote(BaseModel):
    serviceable: bool
    cash_on_delivery: bool
    options: list[DeliveryOption]

    @staticmethod
    def of(coverage: Coverage) -> Quote:
        return Quote(
            serviceable=coverage.place.serviceable,
            cash_on_delivery=coverage.cash_on_delivery,
            options=[DeliveryOption.model_validate(option) for option in coverage.options],
        )


class TrackingEvent(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    at: datetime
    state: ParcelState
    place: str
    text: str


class Expected(BaseModel):
    earliest: date
    latest: date


class ShipmentView(BaseModel):
    id: UUID
    tracking_number: str
    carrier: str
    state: ParcelState
    expected: Expected
    events: list[TrackingEvent]

    @staticmethod
    def of(shipment: Shipment) -> ShipmentView:
        return ShipmentView(
            id=shipment.id,
            tracking_number=shipment.tracking_number,
            carrier=shipment.carrier,
            state=shipment.state,
            expected=Expected(earliest=shipment.earliest, latest=shipment.latest),
            events=[TrackingEvent.model_validate(event) for event in shipment.events],
        )


class Shipments(BaseModel):
    items: list[ShipmentView]
