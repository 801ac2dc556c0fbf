"""What the cart service says a checkout comes to; an order keeps it as it was said."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from contracts.money import Money
from contracts.order import Recipient


class Snapshot(BaseModel):
    """What was true when the order was placed, whatever the catalogue or cart say later."""

    model_config = ConfigDict(frozen=True)


class Line(Snapshot):
    sku: str
    title: str
    handle: str
    options: dict[str, str] = {}
    image: dict[str, Any] | None = None
    quantity: int
    unit_price: Money
    line_total: Money
    weight_grams: int


class Contact(Snapshot):
    email: str
    phone: str
    name: str


class Delivery(Snapshot):
    code: str
    name: str
    charge: Money
    earliest: date
    latest: date


class Totals(Snapshot):
    subtotal: Money
    delivery: Money
    total: Money


class Quote(Snapshot):
    """What the cart service says a checkout comes to."""

    checkout_id: UUID
    cart_id: UUID
    lines: tuple[Line, ...]
    contact: Contact
    address: Recipient
    delivery: Delivery
    cash_on_delivery: bool
    totals: Totals
