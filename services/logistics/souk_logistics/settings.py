"""What an operator may set; names carry their units."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kit.settings import ServiceSettings


class Settings(ServiceSettings, service="logistics"):
    carrier_step_s: float = 20.0  # the simulated carrier reports a parcel's next state this often
    carrier_deadline_s: Annotated[float, Field(gt=0, le=20)] = 5.0  # a carrier that says nothing is asked again later
    recipients_days: Annotated[int, Field(ge=30)] = 365  # then who got a parcel is forgotten
    default_parcel_grams: int = 500  # what a product page assumes when it asks for a promise
