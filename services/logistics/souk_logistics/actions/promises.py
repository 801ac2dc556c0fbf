"""What a shopper is told before ordering: whether, when and for how much a parcel gets to a place."""

from __future__ import annotations

import re

from contracts.money import Money
from souk_logistics.actions.deps import Deps
from souk_logistics.domain.coverage import Coverage, MalformedPostalCode, UnknownPostalCode, coverage


async def cover(deps: Deps, country_code: str, postal_code: str, weight_grams: int, subtotal: Money | None) -> Coverage:
    """Tell how, when and for how much a parcel gets to a postal code."""
    country = await deps.areas.country(country_code)
    if not re.fullmatch(country.code_pattern, postal_code):
        raise MalformedPostalCode(country_code, postal_code)
    place = await deps.areas.find_place(country_code, postal_code)
    if place is None:
        raise UnknownPostalCode(country_code, postal_code)
    rates = await deps.areas.list_rates(country_code, place.zone)
    return coverage(country, place, rates, weight_grams, subtotal, deps.clock.now(), deps.currency)
