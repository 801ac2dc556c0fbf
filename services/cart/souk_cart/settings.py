"""What the cart service is told at its start; amounts are in the currency's minor unit."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from contracts.cart import MAX_LINES
from kit.settings import Secret, ServiceSettings


class Settings(ServiceSettings, service="cart"):
    shopper_secret: Secret  # Seals the addresses under which tries of coupons are counted.
    # What delivery is shown to cost until an address is known, in the minor unit.
    delivery_estimate: Annotated[int, Field(ge=0)] = 4900
    # From a bag of this much on delivery costs nothing, in the minor unit.
    free_delivery_from: Annotated[int, Field(ge=0)] | None = 99900
    ships_from_state: str = "Karnataka"  # The state that goods are shipped from: what stays in it is taxed by it too.
    max_lines: Annotated[int, Field(ge=1, le=MAX_LINES)] = 100  # The most different things that a bag holds.
    # How long prices that product told are used to show and to fill a bag; to buy, it is always asked anew.
    offers_kept_s: Annotated[float, Field(ge=0, le=600)] = 300.0
    # How long quotes of delivery are used to choose among its options; to buy, logistics is always asked anew.
    quotes_kept_s: Annotated[float, Field(ge=0, le=600)] = 60.0
    guest_cart_days: Annotated[int, Field(ge=1)] = 90  # After so many days without a change a guest's bag is deleted.
    checkout_days: Annotated[int, Field(ge=1)] = 30  # After so many days a checkout is deleted: it holds an address.
