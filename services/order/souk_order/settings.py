"""What the order service is told; SOUK_ORDER_* and, where shared, SOUK_*."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from kit.settings import Secret, ServiceSettings

Seconds = Annotated[float, Field(gt=0)]


class Settings(ServiceSettings, service="order"):
    link_secret: Secret
    webhook_secret: Secret  # the card provider signs its messages with it
    payment_limit_s: Seconds = 120.0  # then a checkout that gets no further is undone
    challenge_limit_s: Seconds = 300.0  # how long a challenge waits for the shopper
    scarce_challenge_limit_s: Seconds = 90.0  # and where the order holds more than a tenth of what it leaves
    open_orders_per_shopper: Annotated[int, Field(ge=1)] = 3  # that wait for their payment, and hold goods meanwhile
    open_orders_per_address: Annotated[int, Field(ge=1)] = 20  # shoppers behind one address share it
    reservation_margin_s: Seconds = 60.0  # stock is held this much longer than the payment may take
    place_wait_s: Seconds = 8.0  # then POST /orders answers with the pending order
    provider_deadline_s: Seconds = 3.0
    books_years: Annotated[int, Field(ge=0, le=30)] = 8  # what the law keeps of a forgotten customer's order
    guests_orders_days: Annotated[int, Field(ge=30)] = 730  # then a guest is forgotten, and the books alone stay
    lease_s: Seconds = 5.0  # how long a process may be silent before another carries its sagas on
    simulated_latency_s: Annotated[float, Field(ge=0)] = 0.1
    simulated_late_s: Annotated[float, Field(ge=0)] = 6.0  # the card that answers after the deadline

    @property
    def books(self) -> timedelta:
        return timedelta(days=366 * self.books_years)

    @property
    def guests_orders(self) -> timedelta:
        return timedelta(days=self.guests_orders_days)
