"""What goes over the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contracts.money import Money
from contracts.order import Recipient
from souk_order.actions import Wish
from souk_order.domain import Method, Order
from souk_order.moves import OrderState, PaymentState
from souk_order.payments.simulated_bank import Card
from souk_order.quote import Contact, Delivery, Line, Totals
from souk_order.steps import ChallengeAnswer


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PayByCard(Asked):
    method: Literal["card"]
    token: Annotated[str, Field(min_length=8, max_length=200)]


class PayOnDelivery(Asked):
    method: Literal["cash_on_delivery"]


class PlaceOrder(Asked):
    checkout_id: UUID
    expected_total: Money
    payment: Annotated[PayByCard | PayOnDelivery, Field(discriminator="method")]

    def to_wish(self) -> Wish:
        token = self.payment.token if isinstance(self.payment, PayByCard) else None
        return Wish(self.checkout_id, self.expected_total, Method(self.payment.method), token)


class AnswerChallenge(Asked):
    answer: ChallengeAnswer


class SimulatedCard(Asked):
    number: Annotated[str, StringConstraints(pattern=r"^[0-9][0-9 -]{10,30}$")]
    expiry_month: Annotated[int, Field(ge=1, le=12)]
    expiry_year: Annotated[int, Field(ge=2000, le=2100)]
    cvc: Annotated[str, StringConstraints(pattern=r"^[0-9]{3,4}$")]
    name: Annotated[str, Field(min_length=1, max_length=200)]


class CardView(BaseModel):
    token: str
    last4: str
    brand: str

    @classmethod
    def of(cls, card: Card) -> CardView:
        return cls(token=card.token, last4=card.last4, brand=card.brand)


class ChallengeView(BaseModel):
    prompt: str


class PaymentView(BaseModel):
    method: Method
    state: PaymentState
    last4: str | None
    challenge: ChallengeView | None


class MomentView(BaseModel):
    at: datetime
    state: OrderState
    text: str


class FailureView(BaseModel):
    """Why an order came to nothing, as the answer to placing it said."""

    code: str
    cause: str
    fix: str
    facts: dict[str, Any]


class OrderView(BaseModel):
    id: UUID
    number: str
    state: OrderState
    payment: PaymentView
    lines: list[Line]
    totals: Totals
    contact: Contact
    address: Recipient
    delivery: Delivery
    placed_at: datetime
    timeline: list[MomentView]
    failure: FailureView | None
    link_token: str | None

    @classmethod
    def of(cls, order: Order, link_token: str | None = None) -> OrderView:
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
                challenge=ChallengeView(prompt=payment.question) if payment.question else None,
            ),
            lines=list(order.lines),
            totals=order.totals,
            contact=order.contact,
            address=order.address,
            delivery=order.delivery,
            placed_at=order.placed_at,
            timeline=[MomentView(at=m.at, state=m.state, text=m.text) for m in order.timeline],
            failure=FailureView(code=failure.code, cause=failure.cause, fix=failure.fix, facts=failure.facts)
            if failure
            else None,
            link_token=link_token,
        )


class LineSummary(BaseModel):
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
            lines=[LineSummary(title=at.title, quantity=at.quantity, image=at.image) for at in order.lines],
            earliest=order.delivery.earliest,
            latest=order.delivery.latest,
        )
