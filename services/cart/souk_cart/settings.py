"""What the cart service is told at its start; amounts are in the currency's minor unit."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from contracts.cart import MAX_LINES
from kit.settings import Secret, ServiceSettings


class Settings(ServiceSettings, service="cart"):
    shopper_secret: Secret  # under which addresses are counted
    delivery_estimate: Annotated[int, Field(ge=0)] = 4900  # shown until an address is known
    free_delivery_from: Annotated[int, Field(ge=0)] | None = 99900
    ships_from_state: str = "Karnataka"  # goods that stay in it are taxed by it too
    max_lines: Annotated[int, Field(ge=1, le=MAX_LINES)] = 100
    offers_kept_s: Annotated[float, Field(ge=0, le=600)] = 300.0  # to show and to fill a bag, never to buy
    quotes_kept_s: Annotated[float, Field(ge=0, le=600)] = (
        60.0  # of delivery: to choose among its options, never to buy
    )
    guest_cart_days: Annotated[int, Field(ge=1)] = 90
    checkout_days: Annotated[int, Field(ge=1)] = 30  # a checkout holds an address: it is not kept for longer
