"""Prices and stock as other services and admins see them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from contracts.cart import MAX_LINES, MAX_SKU_LENGTH
from contracts.money import Money
from souk_product.domain import stock
from souk_product.domain.products import MOST_AMOUNT, PriceChange
from souk_product.domain.stock import MOST_ON_SHELF
from souk_product.schemas.catalogue import Image, Variant

Sku = Annotated[str, Field(min_length=1, max_length=MAX_SKU_LENGTH)]
Amount = Annotated[int, Field(ge=0, le=MOST_AMOUNT)]


class Offer(BaseModel):
    """What a variant costs now; `stock` is how many can be had, 10,000 where stock does not limit its sale."""

    sku: str
    variant_id: UUID
    product_id: UUID
    handle: str
    title: str
    options: dict[str, str]
    image: Image | None
    price: Money
    compare_at: Money | None
    stock: int
    purchasable: bool
    weight_grams: int
    categories: Annotated[list[str], Field(description="Slugs from the root down to the product's own")]


class Offers(BaseModel):
    items: list[Offer]


class WantedLine(BaseModel):
    sku: Sku
    quantity: Annotated[int, Field(ge=1, le=stock.MOST_OF_A_LINE)]


class Reserve(BaseModel):
    lines: Annotated[list[WantedLine], Field(min_length=1, max_length=MAX_LINES)]
    ttl_s: Annotated[int, Field(ge=1, le=86_400)] = 900
    sold: Annotated[bool, Field(description="Committed at once: nobody is asked for money first.")] = False
    plenty_sold: Annotated[bool, Field(description="Committed at once where plenty is left, and held else.")] = False

    def to_lines(self) -> list[stock.Line]:
        return [stock.Line(line.sku, line.quantity) for line in self.lines]


class Renew(BaseModel):
    ttl_s: Annotated[int, Field(ge=1, le=86_400)] = 900


class ReservedLine(BaseModel):
    """`left` is what others can still have: set by a new reservation of what is limited by its stock."""

    sku: str
    quantity: int
    left: int | None = None


class Reservation(BaseModel):
    key: str
    state: stock.State
    expires_at: datetime
    lines: list[ReservedLine]

    @classmethod
    def of(cls, reservation: stock.Reservation, left: Mapping[str, int] | None = None) -> Reservation:
        left = left or {}
        return cls(
            key=reservation.key,
            state=reservation.state,
            expires_at=reservation.expires_at,
            lines=[
                ReservedLine(sku=line.sku, quantity=line.quantity, left=left.get(line.sku))
                for line in reservation.lines
            ],
        )


class ChangeVariant(BaseModel):
    """Amounts are in minor units of the shop's currency; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    price: Amount | None = None
    compare_at: Amount | None = None
    stock: Annotated[int, Field(ge=0, le=MOST_ON_SHELF)] | None = None

    def to_change(self) -> PriceChange:
        return PriceChange(frozenset(self.model_fields_set), self.price, self.compare_at, self.stock)


class ChangedVariant(Variant):
    stock: int
