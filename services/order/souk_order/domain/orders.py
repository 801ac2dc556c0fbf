"""What an order is and does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NewType
from uuid import UUID

from contracts.logistics import ParcelState
from contracts.order import OrderCancelled, OrderPlaced, PlacedLine, Recipient
from kit.events import Event
from kit.mail import Mail
from souk_order.domain.failures import CheckoutAbandoned, CheckoutFailure, Failure
from souk_order.domain.invoices import Invoice
from souk_order.domain.payments import Challenge, Payment
from souk_order.domain.quotes import Contact, DeliveryOption, Discount, Line, Tax, Totals
from souk_order.domain.refusals import IllegalMove
from souk_order.domain.states import ORDER_MOVES, PARCEL_MEANS, PARCEL_WAY, OrderState, PaymentState, checked

OrderId = NewType("OrderId", UUID)


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who places an order."""

    customer_id: UUID | None
    guest_id: UUID | None

    def is_same_as(self, other: Buyer) -> bool:
        """A customer is the same one on every device, whichever guest they were there before."""
        if self.customer_id or other.customer_id:
            return self.customer_id == other.customer_id
        return self.guest_id == other.guest_id


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    at: datetime
    state: OrderState
    text: str


@dataclass(frozen=True, slots=True)
class Order:
    id: OrderId
    number: str
    checkout_id: UUID
    checkout_key: str | None
    cart_id: UUID
    customer_id: UUID | None
    guest_id: UUID | None
    state: OrderState
    payment: Payment
    lines: tuple[Line, ...]
    totals: Totals
    contact: Contact
    address: Recipient
    delivery: DeliveryOption
    placed_at: datetime
    discounts: tuple[Discount, ...] = ()
    taxes: tuple[Tax, ...] = ()  # within the total
    placed_from: str | None = None  # an address, sealed, while it is pending: few open orders may come from one
    language: str | None = None  # that the shopper is written to in; the shop's own without
    goods_scarce: bool = False  # what it holds is a good part of what there is
    goods_sold: bool = False  # there was plenty of them: nothing is left to be committed
    failure: Failure | None = None
    timeline: tuple[TimelineEntry, ...] = ()
    events: tuple[Event, ...] = ()  # what followers are told when this is saved
    mails: tuple[Mail, ...] = ()  # and what the shopper is written
    invoice: Invoice | None = None  # and what is written into the books, as a draft
    declined_from: str | None = None  # and whose declined payment is counted: the sealed address

    @property
    def buyer(self) -> Buyer:
        return Buyer(self.customer_id, self.guest_id)

    @property
    def is_nobodys(self) -> bool:
        """Whoever placed it was forgotten: it is in the books, and no link opens it."""
        return self.customer_id is None and self.guest_id is None

    @property
    def claims(self) -> tuple[Discount, ...]:
        """Of what others may want too, and only so many may have."""
        return tuple(discount for discount in self.discounts if discount.is_limited)

    @property
    def reservation_key(self) -> str:
        return str(self.id)

    @property
    def charge_key(self) -> str:
        """One order, one key, so a repeated call can never charge twice."""
        return str(self.id)

    @property
    def undo_key(self) -> str:
        """Of the refund that undoes the whole charge."""
        return f"{self.id}/undone"

    def authorised(self, last4: str | None) -> Order:
        return replace(self, payment=replace(self.payment.moved(PaymentState.AUTHORISED), last4=last4))

    def due_on_delivery(self) -> Order:
        return replace(self, payment=self.payment.moved(PaymentState.DUE))

    def challenged(self, challenge: Challenge, last4: str | None) -> Order:
        return replace(self, payment=replace(self.payment, challenge=challenge, last4=last4))

    def captured(self) -> Order:
        return replace(self, payment=self.payment.moved(PaymentState.CAPTURED))

    def declined(self, last4: str | None, why: CheckoutFailure) -> Order:
        payment = replace(self.payment.moved(PaymentState.DECLINED), last4=last4)
        return replace(self, payment=payment, declined_from=self.placed_from).failing(why)

    def voided(self) -> Order:
        return replace(self, payment=self.payment.moved(PaymentState.VOIDED))

    def refunded(self) -> Order:
        failure = self.failure.refunded() if self.failure else None
        return replace(self, payment=self.payment.moved(PaymentState.REFUNDED), failure=failure)

    def failing(self, why: CheckoutFailure) -> Order:
        """Remember why it is being undone; the first reason stays."""
        return self if self.failure else replace(self, failure=Failure.of(why))

    def confirmed(self, at: datetime, link_token_sha256: str) -> Order:
        """The shop keeps its word from here on; refused unless the money is taken or due."""
        if self.payment.state not in {PaymentState.CAPTURED, PaymentState.DUE}:
            raise IllegalMove("order", f"pending with payment {self.payment.state}", "confirmed")
        paid = "Payment received" if self.payment.state is PaymentState.CAPTURED else "To be paid on delivery"
        order = self._moved(OrderState.CONFIRMED, at, f"{paid}. Your order is confirmed.")
        return replace(order, events=(order._placed(at, link_token_sha256),))

    def cancelled(self, at: datetime) -> Order:
        """Undone; refused while the shopper's money is held or taken."""
        order = self
        if self.payment.state in {PaymentState.PENDING, PaymentState.DUE}:
            order = self.voided()
        if order.payment.state in {PaymentState.AUTHORISED, PaymentState.CAPTURED}:
            raise IllegalMove("order", f"pending with payment {order.payment.state}", "cancelled")
        reason = order.failure.cause if order.failure else "Cancelled."
        order = order._moved(OrderState.CANCELLED, at, reason)
        event = OrderCancelled(
            at=at,
            order_id=order.id,
            reason=order.failure.code if order.failure else "cancelled",
            total=self.totals.total if self.state is OrderState.CONFIRMED else None,
        )
        retry = order.failure is not None and order.failure.same_key_may_retry
        return replace(order, events=(event,), checkout_key=None if retry else order.checkout_key)

    def abandoned(self, at: datetime) -> Order:
        """An operator gave its checkout up and settles the money by hand; a confirmed order stays as it is."""
        if self.state is not OrderState.PENDING:
            return self
        order = self.failing(CheckoutAbandoned.now())
        if self.payment.state is PaymentState.AUTHORISED:
            order = order.voided()
        elif self.payment.state is PaymentState.CAPTURED:
            order = order.refunded()
        return order.cancelled(at)

    def parcel_moved(self, parcel: ParcelState, at: datetime) -> Order:
        """Follow the carrier; a late or repeated report changes nothing."""
        to = PARCEL_MEANS[parcel]
        if self.state in PARCEL_WAY and PARCEL_WAY.index(self.state) >= PARCEL_WAY.index(to):
            return self
        if to is OrderState.SHIPPED:
            return self._moved(to, at, "Handed to the carrier.")
        order = self._moved(to, at, "Delivered.")
        if order.payment.state is not PaymentState.DUE:
            return order
        return replace(order, payment=order.payment.moved(PaymentState.COLLECTED))

    def _moved(self, to: OrderState, at: datetime, text: str) -> Order:
        state = checked("order", ORDER_MOVES, self.state, to)
        return replace(self, state=state, placed_from=None, timeline=(*self.timeline, TimelineEntry(at, state, text)))

    def _placed(self, at: datetime, link_token_sha256: str) -> OrderPlaced:
        return OrderPlaced(
            at=at,
            order_id=self.id,
            order_number=self.number,
            customer_id=self.customer_id,
            guest_id=self.guest_id,
            cart_id=self.cart_id,
            checkout_id=self.checkout_id,
            link_token_sha256=link_token_sha256,
            lines=tuple(_placed_line(line) for line in self.lines),
            recipient=self.address,
            delivery_code=self.delivery.code,
            earliest=self.delivery.earliest,
            latest=self.delivery.latest,
            total=self.totals.total,
            due_on_delivery=self.totals.total if self.payment.state is PaymentState.DUE else None,
        )


def _placed_line(line: Line) -> PlacedLine:
    return PlacedLine(
        sku=line.sku,
        title=line.title,
        quantity=line.quantity,
        unit_price=line.unit_price,
        weight_grams=line.weight_grams,
        handle=line.handle,
    )
