"""What a shopper is told before ordering: whether, when and for how much a parcel gets to a place."""

from __future__ import annotations

import re

from contracts.money import Money
from souk_logistics.actions.deps import Deps
from souk_logistics.domain.coverage import Coverage, MalformedPostalCode, UnknownPostalCode, coverage


async def cover(deps: Deps, country_code: str, postal_code: str, weight_grams: int, subtotal: Money | None) -> Coverage:
    """Tell how, when and for how much a parcel gets to a postal code."""
    area = await deps.areas.get_area(country_code, postal_code)
    if not re.fullmatch(area.country.code_pattern, postal_code):
        raise MalformedPostalCode(country_code, postal_code)
    if area.place is None:
        raise UnknownPostalCode(country_code, postal_code)
    now = deps.clock.now()
    return coverage(area.country, area.place, area.rates, weight_grams, subtotal, now, deps.currency)
