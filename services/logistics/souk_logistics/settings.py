"""What an operator may set; names carry their units."""

from __future__ import annotations

from kit.settings import ServiceSettings


class Settings(ServiceSettings, service="logistics"):
    carrier_step_s: float = 20.0  # the simulated carrier reports a parcel's next state this often
    default_parcel_grams: int = 500  # what a product page assumes when it asks for a promise
