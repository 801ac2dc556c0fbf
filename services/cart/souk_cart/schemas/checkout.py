"""The checkout, as it goes over the wire to pages and to the order service."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contracts.cart import MAX_LINES
from contracts.money import Money
from contracts.order import Recipient
from contracts.people import Email, Phone, PostalAddress, Words
from souk_cart.actions.checkouts import Chosen, PricedCheckout
from souk_cart.domain.checkout import STANDARD_DELIVERY, Contact, OrderedCheckout, OrderReference
from souk_cart.domain.claims import Claim, Use
from souk_cart.domain.offers import Line
from souk_cart.domain.totals import Discount, Totals
from souk_cart.schemas.cart import CartView, DiscountView, Image, Quantity, Sku, TaxView, TotalsView

DeliveryCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]


class ContactBody(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)

    email: Email
    phone: Phone
    name: Words


class AddressBody(PostalAddress):
    """`id` and `is_default` of an address book's entry may come along; only the address counts."""

    model_config = ConfigDict(extra="ignore", from_attributes=True)


class Choose(BaseModel):
    model_config = ConfigDict(extra="forbid")

    contact: ContactBody
    address: AddressBody
    delivery: DeliveryCode = Field(STANDARD_DELIVERY, description="The older name of delivery_code")
    delivery_code: DeliveryCode | None = None

    def to_chosen(self) -> Chosen:
        return Chosen(
            Contact(**self.contact.model_dump()),
            Recipient.model_validate(self.address.model_dump()),
            self.delivery_code or self.delivery,
        )


class DeliveryOptionView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    code: str
    name: str
    charge: Money
    earliest: date
    latest: date


class ContactView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    email: str
    phone: str
    name: str


class CheckoutView(BaseModel):
    id: UUID
    cart: CartView
    contact: ContactView
    address: Recipient
    delivery_options: list[DeliveryOptionView]
    delivery: str = Field(description="The older name of delivery_code")
    delivery_code: str
    cash_on_delivery: bool
    totals: TotalsView

    @classmethod
    def of(cls, priced: PricedCheckout) -> Self:
        return cls(
            id=priced.checkout.id,
            cart=CartView.of(priced.priced),
            contact=ContactView.model_validate(priced.checkout.contact),
            address=priced.checkout.address,
            delivery_options=[DeliveryOptionView.model_validate(option) for option in priced.quote.options],
            delivery=priced.delivery.code,
            delivery_code=priced.delivery.code,
            cash_on_delivery=priced.quote.cash_on_delivery,
            totals=TotalsView.of(priced.priced.totals, priced.priced.taxes),
        )


class QuotedLine(BaseModel):
    sku: str
    title: str
    handle: str
    options: dict[str, str]
    image: Image | None
    quantity: int
    unit_price: Money
    line_total: Money
    discount: Money
    weight_grams: int

    @classmethod
    def of(cls, line: Line, totals: Totals) -> Self:
        assert line.offer is not None  # a quote has been checked: all its lines can be bought
        return cls(
            sku=line.sku,
            title=line.offer.title,
            handle=line.offer.handle,
            options=dict(line.offer.options),
            image=Image.model_validate(line.offer.image) if line.offer.image else None,
            quantity=line.quantity,
            unit_price=line.offer.price,
            line_total=line.offer.price * line.quantity,
            discount=totals.off(line.sku),
            weight_grams=line.offer.weight_grams,
        )


class QuotedDiscount(DiscountView):
    is_limited: bool = Field(description="The order claims it before anything is held for it")

    @classmethod
    def of(cls, discount: Discount) -> Self:
        return cls(**dict(DiscountView.of(discount)), is_limited=discount.promotion.is_limited)


class QuotedTotals(BaseModel):
    subtotal: Money
    discount: Money
    delivery: Money
    total: Money


class OrderQuote(BaseModel):
    """All that the order service needs to place the order."""

    checkout_id: UUID
    cart_id: UUID
    lines: list[QuotedLine]
    contact: ContactView
    address: Recipient
    delivery: DeliveryOptionView
    cash_on_delivery: bool
    totals: QuotedTotals
    discounts: list[QuotedDiscount]
    taxes: list[TaxView]

    @classmethod
    def of(cls, priced: PricedCheckout) -> Self:
        totals, delivery = priced.priced.totals, priced.delivery
        return cls(
            checkout_id=priced.checkout.id,
            cart_id=priced.checkout.cart_id,
            lines=[QuotedLine.of(line, totals) for line in priced.priced.lines],
            contact=ContactView.model_validate(priced.checkout.contact),
            address=priced.checkout.address,
            delivery=DeliveryOptionView.model_validate(delivery),
            cash_on_delivery=priced.quote.cash_on_delivery,
            totals=QuotedTotals(
                subtotal=totals.subtotal, discount=totals.discount, delivery=delivery.charge, total=totals.total
            ),
            discounts=[QuotedDiscount.of(discount) for discount in totals.discounts],
            taxes=[TaxView.model_validate(tax) for tax in priced.priced.taxes],
        )


class OrderedLine(BaseModel):
    sku: Sku
    quantity: Quantity


class UsedPromotion(BaseModel):
    id: UUID
    amount: Annotated[int, Field(ge=0, le=10**13, description="What it took off, in minor units")]


class ClaimBody(BaseModel):
    """Which limited promotions an order uses."""

    model_config = ConfigDict(extra="forbid")

    order_id: UUID
    promotions: Annotated[list[UsedPromotion], Field(min_length=1, max_length=MAX_LINES)]

    def to_claim(self, checkout_id: UUID) -> Claim:
        return Claim(self.order_id, checkout_id, _uses(self.promotions))


class OrderedBody(BaseModel):
    """What became of a checkout: which order, and with which lines."""

    cart_id: UUID
    order_id: UUID
    order_number: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    lines: Annotated[list[OrderedLine], Field(min_length=1, max_length=MAX_LINES)]
    promotions: Annotated[list[UsedPromotion], Field(max_length=MAX_LINES)] = []

    def to_ordered(self, checkout_id: UUID) -> OrderedCheckout:
        lines = [(line.sku, line.quantity) for line in self.lines]
        order = OrderReference(self.order_id, self.order_number)
        return OrderedCheckout(checkout_id, self.cart_id, order, lines, _uses(self.promotions))


def _uses(promotions: list[UsedPromotion]) -> list[Use]:
    """One promotion may take off both goods and delivery, and is used once."""
    amounts: dict[UUID, int] = {}
    for each in promotions:
        amounts[each.id] = amounts.get(each.id, 0) + each.amount
    return [Use(promotion_id, amount) for promotion_id, amount in amounts.items()]
