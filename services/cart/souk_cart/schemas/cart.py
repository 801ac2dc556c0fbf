"""The bag, as it goes over the wire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from contracts.cart import MAX_QUANTITY, MAX_SKU_LENGTH
from contracts.money import Money
from contracts.people import NO_CONTROLS
from souk_cart.actions.carts import PricedCart
from souk_cart.domain.offers import Line, Problem
from souk_cart.domain.promotions import Reason, normal_code
from souk_cart.domain.taxes import Tax
from souk_cart.domain.totals import Discount, Target, Totals


def _no_dot_segment(sku: str) -> str:
    if sku in (".", ".."):
        raise PydanticCustomError("sku", "A SKU cannot be one or two dots: in an address they mean a folder.")
    return sku


Sku = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_SKU_LENGTH, pattern=NO_CONTROLS),
    AfterValidator(_no_dot_segment),
]
Quantity = Annotated[int, Field(ge=1, le=MAX_QUANTITY)]


class AddItem(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"sku": "BUD-VASE-E92C4B73", "quantity": 1}]}
    )

    sku: Sku
    quantity: Quantity = 1


class SavedItem(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sku: Sku


class SetQuantity(BaseModel):
    model_config = ConfigDict(extra="forbid")

    quantity: Quantity


class ChangeItem(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sku: Sku
    quantity: Annotated[int, Field(ge=0, le=MAX_QUANTITY, description="0 removes the line")]


CouponCode = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=2, max_length=40, pattern=NO_CONTROLS),
    AfterValidator(normal_code),
]


class EnterCoupon(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: CouponCode


class ImageSource(BaseModel):
    url: str
    width: int


class Image(BaseModel):
    """As the product service sent it."""

    url: str
    alt: str | None = None
    width: int | None = None
    height: int | None = None
    color: str | None = None
    srcset: list[ImageSource] = Field(default_factory=list)


class LineView(BaseModel):
    sku: str
    quantity: int
    title: str
    handle: str | None
    options: dict[str, str]
    image: Image | None
    unit_price: Money | None
    compare_at: Money | None
    line_total: Money | None = Field(description="Before discounts; null when the article is no longer sold")
    discount: Money | None = Field(description="Its share of what promotions take off; null when there is none")
    stock_left: int | None = Field(description="Exact when few are left, else null")
    problem: Problem | None

    @classmethod
    def of(cls, line: Line, discounts: Mapping[str, Money]) -> Self:
        offer = line.offer
        return cls(
            sku=line.sku,
            quantity=line.quantity,
            title=offer.title if offer else line.sku,
            handle=offer.handle if offer else None,
            options=dict(offer.options) if offer else {},
            image=Image.model_validate(offer.image) if offer and offer.image else None,
            unit_price=offer.price if offer else None,
            compare_at=offer.compare_at if offer else None,
            line_total=offer.price * line.quantity if offer else None,
            discount=discounts.get(line.sku),
            stock_left=line.shown_stock,
            problem=line.problem,
        )


class DiscountView(BaseModel):
    """Which rule took off how much, and of what; the amounts add up to what the total is less."""

    promotion_id: UUID | None = Field(description="null for what the shop always gives")
    name: str
    code: str | None
    applies_to: Target
    amount: Money

    @classmethod
    def of(cls, discount: Discount) -> Self:
        rule = discount.promotion
        return cls(
            promotion_id=rule.id,
            name=rule.name,
            code=rule.code,
            applies_to=discount.applies_to,
            amount=discount.amount,
        )


class CouponView(BaseModel):
    """A code in the bag; one with a problem gives nothing, and says why."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    name: str | None
    problem: Reason | None
    missing: Money | None = Field(description="What has to be spent beside, where the minimum is not met")


class TaxView(BaseModel):
    """A tax that is part of the total; those of all names and rates add up."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    basis_points: int
    of: Money = Field(description="What is paid for all that has this rate, the tax included")
    amount: Money


class TotalsView(BaseModel):
    """subtotal - discount + delivery = total."""

    subtotal: Money
    savings: Money
    discount: Money = Field(description="What promotions take off the goods")
    delivery: Money | None = Field(
        description="What promotions leave of it; an estimate until an address is chosen; null for an empty bag"
    )
    total: Money
    free_delivery_gap: Money | None = Field(description="What is missing for free delivery; null when it is reached")
    discounts: list[DiscountView]
    taxes: list[TaxView] = Field(description="Included; by destination once an address is chosen")

    @classmethod
    def of(cls, totals: Totals, taxes: Sequence[Tax]) -> Self:
        return cls(
            subtotal=totals.subtotal,
            savings=totals.savings,
            discount=totals.discount,
            delivery=totals.delivery,
            total=totals.total,
            free_delivery_gap=totals.free_delivery_gap,
            discounts=[DiscountView.of(discount) for discount in totals.discounts],
            taxes=[TaxView.model_validate(tax) for tax in taxes],
        )


class CartView(BaseModel):
    id: UUID | None = Field(description="null until something was put into the bag")
    lines: list[LineView]
    item_count: int
    totals: TotalsView
    coupons: list[CouponView]
    saved: list[LineView] = Field(description="For later: no part of the totals")
    version: int
    checkout_id: UUID | None = Field(description="The open checkout's; null when there is none to ask for")

    @classmethod
    def of(cls, priced: PricedCart) -> Self:
        return cls(
            id=priced.cart.id,
            lines=[LineView.of(line, priced.totals.discount_of or {}) for line in priced.lines],
            item_count=priced.cart.item_count,
            totals=TotalsView.of(priced.totals, priced.taxes),
            saved=[LineView.of(line, {}) for line in priced.saved],
            coupons=[CouponView.model_validate(coupon) for coupon in priced.totals.coupons],
            version=priced.cart.version,
            checkout_id=priced.cart.checkout_id,
        )

    @classmethod
    def json_of(cls, priced: PricedCart) -> bytes:
        return cls.of(priced).model_dump_json().encode()


class LeftOutView(BaseModel):
    sku: str
    title: str
    quantity: int = Field(description="How many pieces did not come along")
    reason: Literal["too_many_lines", "too_heavy"]


class MergedCartView(CartView):
    left_out: list[LeftOutView] = Field(description="What the guest had and the bag's limits did not let in")

    @classmethod
    def of(cls, priced: PricedCart) -> Self:
        left_out = [
            LeftOutView(
                sku=each.sku, title=offer.title if offer else each.sku, quantity=each.quantity, reason=each.reason
            )
            for each, offer in priced.left_out
        ]
        return cls(**dict(CartView.of(priced)), left_out=left_out)
