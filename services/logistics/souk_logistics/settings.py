"""What an operator may set; names carry their units."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kit.settings import ServiceSettings


class Settings(ServiceSettings, service="logistics"):
    carrier_step_s: float = 20.0  # How often the simulated carrier moves a parcel on to its next state.
    # How long a carrier may take for an answer; then it is asked again later.
    carrier_deadline_s: Annotated[float, Field(gt=0, le=20)] = 5.0
    recipients_days: Annotated[int, Field(ge=30)] = 365  # After so many days who got a parcel is forgotten.
    default_parcel_grams: int = 500  # The weight that a delivery date on a product page is asked for.
