"""Where the shop delivers, by when and for how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from contracts.money import Money
from kit.errors import Kind, SoukError


@dataclass(frozen=True, slots=True)
class Country:
    """How a country writes postal codes and when its parcels leave; hours are in its own time zone."""

    code: str
    code_pattern: str
    time_zone: str
    order_cutoff_hour: int
    rest_days: tuple[str, ...]
    cash_on_delivery_up_to: int


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    place: str
    district: str
    region: str
    zone: str
    zone_name: str
    serviceable: bool
    cash_on_delivery: bool


@dataclass(frozen=True, slots=True)
class Rate:
    """`steps` are (up to grams, charge in minor units), ascending; heavier parcels pay per started kilogram."""

    delivery_code: str
    name: str
    days: tuple[int, int]
    steps: tuple[tuple[int, int], ...]
    per_extra_kg: int


@dataclass(frozen=True, slots=True)
class Area:
    """A postal code's country, and where in it the place is and what goes there; `place` is None if it is unknown."""

    country: Country
    place: Place | None
    rates: Sequence[Rate]


@dataclass(frozen=True, slots=True)
class DeliveryOption:
    """`code` is what a rate, a checkout and a shipment call their delivery_code."""

    code: str
    name: str
    charge: Money
    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class Coverage:
    """All that a shopper is told of a postal code: where it is, and how and when a parcel gets there."""

    place: Place
    cash_on_delivery: bool
    options: tuple[DeliveryOption, ...]


class UnknownCountry(SoukError):
    code = "unknown-country"
    kind = Kind.NOT_FOUND

    def __init__(self, country: str) -> None:
        super().__init__(
            cause=f"Nothing is delivered to {country} yet.",
            fix="Choose an address in a country the shop delivers to.",
            facts={"country": country},
        )


class MalformedPostalCode(SoukError):
    code = "malformed-postal-code"
    kind = Kind.INVALID

    def __init__(self, country: str, postal_code: str) -> None:
        super().__init__(
            cause=f"{postal_code} is not a postal code of {country}.",
            fix="Check the digits: an Indian pincode has six, and the first is not 0." if country == "IN"
            else "Check the postal code.",
            facts={"country": country, "postal_code": postal_code},
        )  # fmt: skip


class UnknownPostalCode(SoukError):
    code = "unknown-postal-code"
    kind = Kind.NOT_FOUND

    def __init__(self, country: str, postal_code: str) -> None:
        super().__init__(
            cause=f"No place with the postal code {postal_code} is known.",
            fix="Check the digits, or use the code of the nearest post office.",
            facts={"country": country, "postal_code": postal_code},
        )


class OtherCurrency(SoukError):
    code = "other-currency"
    kind = Kind.CONFLICT

    def __init__(self, asked: str, charged: str) -> None:
        super().__init__(
            cause=f"The subtotal is in {asked}, and this shop charges in {charged}.",
            fix=f"Ask with a subtotal in {charged}.",
            facts={"asked": asked, "charged": charged},
        )


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def charge_for(rate: Rate, weight_grams: int, currency: str) -> Money:
    for up_to_grams, charge in rate.steps:
        if weight_grams <= up_to_grams:
            return Money(amount=charge, currency=currency)
    last_grams, last_charge = rate.steps[-1]
    extra_kg = ceil((weight_grams - last_grams) / 1000)
    return Money(amount=last_charge + extra_kg * rate.per_extra_kg, currency=currency)


def promised(country: Country, days: int, ordered_at: datetime) -> date:
    """The day a parcel arrives that travels `days` working days; after the cutoff it leaves a day later."""
    local = ordered_at.astimezone(ZoneInfo(country.time_zone))
    day, left = local.date(), days + (local.hour >= country.order_cutoff_hour)
    while left > 0 or WEEKDAYS[day.weekday()] in country.rest_days:
        day += timedelta(days=1)
        left -= WEEKDAYS[day.weekday()] not in country.rest_days
    return day


def coverage(
    country: Country,
    place: Place,
    rates: Sequence[Rate],
    weight_grams: int,
    subtotal: Money | None,
    at: datetime,
    currency: str,
) -> Coverage:
    """What can be delivered to a place; cash on delivery has a ceiling on the order's subtotal."""
    options = tuple(
        DeliveryOption(
            code=rate.delivery_code,
            name=rate.name,
            charge=charge_for(rate, weight_grams, currency),
            earliest=promised(country, rate.days[0], at),
            latest=promised(country, rate.days[1], at),
        )
        for rate in rates
    )
    if subtotal is not None and subtotal.currency != currency:
        raise OtherCurrency(subtotal.currency, currency)
    affordable = subtotal is None or subtotal.amount <= country.cash_on_delivery_up_to
    return Coverage(
        place=place,
        cash_on_delivery=place.serviceable and place.cash_on_delivery and affordable,
        options=options if place.serviceable else (),
    )
