"""Orders as they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from contracts.money import Money
from contracts.order import Recipient
from souk_order.domain.orders import Order
from souk_order.domain.payments import Card, Challenge, ClientSecret, Confirm, Method, Redirect
from souk_order.domain.refunds import Refund
from souk_order.domain.states import OrderState, PaymentState
from souk_order.schemas.invoices import InvoiceLink
from souk_order.schemas.refunds import RefundView


class View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class LookupSent(BaseModel):
    """Or would have been: nobody learns here whether there is such an order."""

    expires_in: int = Field(description="Seconds for which the code is good")


class CardView(BaseModel):
    token: str
    last4: str
    brand: str

    @classmethod
    def of(cls, card: Card) -> CardView:
        return cls(token=card.token, last4=card.last4, brand=card.brand)


class ChallengeView(View):
    """What the provider asks the shopper.

    `confirm`: ask, and post the answer to the order's challenge. `redirect`: send the shopper to `url`; they come back
    by themselves. `client_secret`: give it to the provider's own script. After each, ask for the order again.
    """

    kind: Literal["confirm", "redirect", "client_secret"]
    prompt: str
    url: str | None = None
    client_secret: str | None = None

    @classmethod
    def of(cls, challenge: Challenge) -> ChallengeView:
        match challenge:
            case Confirm(prompt):
                return cls(kind="confirm", prompt=prompt)
            case Redirect(prompt, url):
                return cls(kind="redirect", prompt=prompt, url=url)
            case ClientSecret(prompt, client_secret):
                return cls(kind="client_secret", prompt=prompt, client_secret=client_secret)


class PaymentView(BaseModel):
    method: Method
    state: PaymentState
    last4: str | None
    challenge: ChallengeView | None


class MomentView(View):
    at: datetime
    state: OrderState
    text: str


class FailureView(BaseModel):
    """Why an order came to nothing, as the answer to placing it said."""

    code: str
    cause: str
    fix: str
    facts: dict[str, Any]


class LineView(View):
    sku: str
    title: str
    handle: str
    options: dict[str, str] = {}
    image: dict[str, Any] | None = None
    quantity: int
    unit_price: Money
    line_total: Money
    discount: Money
    paid: Money = Field(description="line_total - discount: what a refund of this line gives back")
    weight_grams: int


class DiscountView(View):
    """Which rule took off how much, and of what."""

    promotion_id: UUID | None
    name: str
    code: str | None
    applies_to: Literal["goods", "delivery"]
    amount: Money


class TaxView(View):
    """A tax that is part of the total."""

    name: str
    basis_points: int
    of: Money
    amount: Money


class TotalsView(View):
    """subtotal - discount + delivery = total."""

    subtotal: Money
    discount: Money
    delivery: Money
    total: Money


class ContactView(View):
    email: str
    phone: str
    name: str


class DeliveryOptionView(View):
    code: str
    name: str
    charge: Money
    earliest: date
    latest: date


class OrderView(BaseModel):
    id: UUID
    number: str
    state: OrderState
    payment: PaymentView
    lines: list[LineView]
    totals: TotalsView
    discounts: list[DiscountView]
    taxes: list[TaxView]
    contact: ContactView
    address: Recipient
    delivery: DeliveryOptionView
    placed_at: datetime
    timeline: list[MomentView]
    failure: FailureView | None
    link_token: str | None
    refunds: list[RefundView] = Field(default=[], description="What was given back, or is on its way")
    invoices: list[InvoiceLink] = Field(
        default=[], description="The invoice, from when the parcel leaves, and credit notes of what was given back"
    )

    @classmethod
    def of(
        cls,
        order: Order,
        link_token: str | None = None,
        refunds: Sequence[Refund] = (),
        invoices: Sequence[InvoiceLink] = (),
    ) -> OrderView:
        """The link token goes only to whoever placed the order."""
        payment, failure = order.payment, order.failure
        return cls(
            id=order.id,
            number=order.number,
            state=order.state,
            payment=PaymentView(
                method=payment.method,
                state=payment.state,
                last4=payment.last4,
                challenge=ChallengeView.of(payment.challenge) if payment.challenge else None,
            ),
            lines=[LineView.model_validate(line) for line in order.lines],
            totals=TotalsView.model_validate(order.totals),
            discounts=[DiscountView.model_validate(discount) for discount in order.discounts],
            taxes=[TaxView.model_validate(tax) for tax in order.taxes],
            contact=ContactView.model_validate(order.contact),
            address=order.address,
            delivery=DeliveryOptionView.model_validate(order.delivery),
            placed_at=order.placed_at,
            timeline=[MomentView.model_validate(entry) for entry in order.timeline],
            failure=FailureView(code=failure.code, cause=failure.cause, fix=failure.fix, facts=failure.facts)
            if failure
            else None,
            link_token=link_token,
            refunds=[RefundView.model_validate(refund) for refund in refunds if refund.counts],
            invoices=list(invoices),
        )


class LineSummary(View):
    title: str
    quantity: int
    image: dict[str, Any] | None


class OrderSummary(BaseModel):
    id: UUID
    number: str
    state: OrderState
    payment_method: Method
    payment_state: PaymentState
    placed_at: datetime
    total: Money
    item_count: int
    lines: list[LineSummary]
    earliest: date
    latest: date

    @classmethod
    def of(cls, order: Order) -> OrderSummary:
        return cls(
            id=order.id,
            number=order.number,
            state=order.state,
            payment_method=order.payment.method,
            payment_state=order.payment.state,
            placed_at=order.placed_at,
            total=order.totals.total,
            item_count=sum(line.quantity for line in order.lines),
            lines=[LineSummary.model_validate(at) for at in order.lines],
            earliest=order.delivery.earliest,
            latest=order.delivery.latest,
        )
