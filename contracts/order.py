"""Facts the order service announces."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from contracts.money import Money
from kit.events import Event

# What opens an order without login, and the header that carries it.
MAX_LINK_TOKEN_LENGTH: Final = 200
ORDER_LINK_HEADER: Final = "x-order-token"


class PlacedLine(BaseModel):
    model_config = ConfigDict(frozen=True)

    sku: str
    title: str
    quantity: int
    unit_price: Money
    weight_grams: int
    handle: str | None = None  # the product's; the release before does not say it


class Recipient(BaseModel):
    """Where the parcel goes; `country` is ISO 3166-1 alpha-2."""

    model_config = ConfigDict(frozen=True)

    name: str
    phone: str
    line1: str
    line2: str = ""
    city: str
    state: str
    postal_code: str
    country: str


class OrderPlaced(Event, subject="order.placed.v1"):
    """An order is confirmed: its stock is committed and its payment captured, or due on delivery."""

    order_id: UUID
    order_number: str
    customer_id: UUID | None
    guest_id: UUID | None
    cart_id: UUID
    checkout_id: UUID
    link_token_sha256: str  # who shows the token may see the order without login
    lines: tuple[PlacedLine, ...]
    recipient: Recipient
    delivery_code: str
    earliest: date
    latest: date
    total: Money
    due_on_delivery: Money | None


class OrderCancelled(Event, subject="order.cancelled.v1"):
    """An order came to nothing, or was cancelled before its parcel left; nothing is charged and no stock is kept."""

    order_id: UUID
    reason: str
    total: Money | None = None  # of one that was placed; the others never counted


class ReturnedLine(BaseModel):
    """`restocked`: the goods came back, and are for sale again."""

    model_config = ConfigDict(frozen=True)

    sku: str
    quantity: int
    amount: Money
    restocked: bool


class OrderRefunded(Event, subject="order.refunded.v1"):
    """A part or all of what was paid was given back; an order may be refunded several times, up to its total."""

    order_id: UUID
    refund_id: UUID
    customer_id: UUID | None
    amount: Money
    total: Money  # of the order
    lines: tuple[ReturnedLine, ...]
