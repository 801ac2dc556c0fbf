"""What is given back of an order: which lines, how much, and that shares add up to the last paisa."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from contracts.money import Money, zero
from contracts.order import OrderRefunded, ReturnedLine
from kit.errors import Kind, SoukError
from kit.events import Event
from kit.mail import Mail
from souk_order.domain.orders import Order
from souk_order.domain.payments import RefundRefused
from souk_order.domain.quotes import Line, Tax
from souk_order.domain.states import OrderState, PaymentState

REFUNDABLE = frozenset({OrderState.CONFIRMED, OrderState.SHIPPED, OrderState.DELIVERED})


class NotRefundable(SoukError):
    code = "not-refundable"
    kind = Kind.CONFLICT


class LineNotRefundable(SoukError):
    code = "line-not-refundable"
    kind = Kind.CONFLICT

    def __init__(self, sku: str, wanted: int, left: int) -> None:
        super().__init__(
            cause=f"{wanted} of {sku} cannot be refunded: {left} are left that were ordered and not refunded.",
            fix="Look at what was refunded already, and ask for less.",
            facts={"sku": sku, "wanted": wanted, "left": left},
        )


class RefundState(StrEnum):
    PENDING = "pending"  # the provider is asked, and asked again while it is away
    DONE = "done"
    REFUSED = "refused"  # by the provider


@dataclass(frozen=True, slots=True)
class RefundedLine:
    sku: str
    title: str
    quantity: int
    amount: Money  # its share of what the line was paid with
    discount: Money  # and of what promotions took off: both together are its price
    restocked: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; `whole` is all that is left, lines and delivery."""

    lines: tuple[tuple[str, int], ...] = ()  # (SKU, quantity)
    other: Money | None = None  # beside the lines: delivery, or for the trouble
    whole: bool = False
    restock: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Refund:
    id: UUID
    order_id: UUID
    key: str
    state: RefundState
    amount: Money
    lines: tuple[RefundedLine, ...]
    other: Money  # `amount` without its lines
    taxes: tuple[Tax, ...]  # within the amount
    wanted: Wanted
    asked_by: UUID
    asked_at: datetime
    ended_at: datetime | None = None
    order_total: Money | None = None  # of a done one that is about to be kept
    events: tuple[Event, ...] = ()
    mails: tuple[Mail, ...] = ()

    @property
    def counts(self) -> bool:
        return self.state is not RefundState.REFUSED

    def refused(self, at: datetime) -> Refund:
        return replace(self, state=RefundState.REFUSED, ended_at=at)

    def done(self, order: Order, at: datetime) -> Refund:
        """Given back: followers are told, and goods that came back with it go to the shelf."""
        event = OrderRefunded(
            at=at,
            order_id=order.id,
            refund_id=self.id,
            customer_id=order.customer_id,
            amount=self.amount,
            total=order.totals.total,
            lines=tuple(
                ReturnedLine(sku=line.sku, quantity=line.quantity, amount=line.amount, restocked=line.restocked)
                for line in self.lines
            ),
        )
        return replace(self, state=RefundState.DONE, ended_at=at, order_total=order.totals.total, events=(event,))


@dataclass(frozen=True, slots=True)
class RefundTag:
    id: UUID
    key: str
    asked_by: UUID
    at: datetime


def left_of(order: Order, earlier: Sequence[Refund]) -> Money:
    """What may still be given back of what was taken."""
    if order.payment.state is not PaymentState.CAPTURED or order.state not in REFUNDABLE:
        return zero(order.totals.total.currency)
    given = sum(refund.amount.amount for refund in earlier if refund.counts)
    return order.totals.total - Money(amount=given, currency=order.totals.total.currency)


def refund_of(order: Order, earlier: Sequence[Refund], wanted: Wanted, tag: RefundTag) -> Refund:
    """Raises where it is more than what is left, of the money or of a line."""
    _check_refundable(order)
    counted = [refund for refund in earlier if refund.counts]
    left = left_of(order, counted)
    quantities = _all_left(order, counted) if wanted.whole else wanted.lines
    lines = tuple(_line(order, counted, sku, quantity, restocked=wanted.restock) for sku, quantity in quantities)
    nothing = zero(left.currency)
    of_lines = sum((line.amount for line in lines), nothing)
    other = left - of_lines if wanted.whole else wanted.other or nothing
    amount = of_lines + other
    if not nothing < amount <= left:
        raise RefundRefused(amount, left)
    return Refund(
        id=tag.id,
        order_id=order.id,
        key=tag.key,
        state=RefundState.PENDING,
        amount=amount,
        lines=lines,
        other=other,
        taxes=_taxes(order, counted, amount),
        wanted=wanted,
        asked_by=tag.asked_by,
        asked_at=tag.at,
    )


def _check_refundable(order: Order) -> None:
    if order.payment.state is PaymentState.COLLECTED or order.payment.state is PaymentState.DUE:
        raise NotRefundable("This order is paid in cash on delivery.", "Pay it back by hand, by a bank transfer.")
    if order.payment.state is not PaymentState.CAPTURED or order.state not in REFUNDABLE:
        raise NotRefundable(
            f"The order is {order.state}, its payment {order.payment.state}: nothing of it can be given back.",
            "Look at the order: an undone one has been refunded already.",
        )


def _all_left(order: Order, counted: Sequence[Refund]) -> tuple[tuple[str, int], ...]:
    left = ((line.sku, line.quantity - _quantity(counted, line.sku)) for line in order.lines)
    return tuple((sku, quantity) for sku, quantity in left if quantity)


def _line(order: Order, counted: Sequence[Refund], sku: str, quantity: int, *, restocked: bool) -> RefundedLine:
    """Its share of the line; whoever takes the last of it takes what rounding has left."""
    line = next((line for line in order.lines if line.sku == sku), None)
    before = _quantity(counted, sku)
    left = line.quantity - before if line else 0
    if line is None or quantity > left:
        raise LineNotRefundable(sku, quantity, left)
    amount, discount = (
        _share(line, whole, before + quantity) - sum(_amounts(counted, sku, part))
        for part, whole in (("amount", line.paid), ("discount", line.discount))
    )
    currency = line.paid.currency
    return RefundedLine(
        sku,
        line.title,
        quantity,
        Money(amount=amount, currency=currency),
        Money(amount=discount, currency=currency),
        restocked,
    )


def _share(line: Line, whole: Money, quantity: int) -> int:
    return whole.amount * quantity // line.quantity


def _taxes(order: Order, counted: Sequence[Refund], amount: Money) -> tuple[Tax, ...]:
    """A refund's part of each tax is its part of the total: an order knows its taxes by rate, not by line."""
    total = order.totals.total.amount
    after = sum(refund.amount.amount for refund in counted) + amount.amount

    def part(at: int, whole: Money, before: int) -> Money:
        return Money(amount=whole.amount * at // total - before, currency=whole.currency)

    taxes: list[Tax] = []
    for at, tax in enumerate(order.taxes):
        earlier = [refund.taxes[at] for refund in counted]
        of = part(after, tax.of, sum(each.of.amount for each in earlier))
        share = part(after, tax.amount, sum(each.amount.amount for each in earlier))
        taxes.append(replace(tax, of=of, amount=share))
    return tuple(taxes)


def _quantity(counted: Sequence[Refund], sku: str) -> int:
    return sum(line.quantity for refund in counted for line in refund.lines if line.sku == sku)


def _amounts(counted: Sequence[Refund], sku: str, part: str) -> list[int]:
    return [getattr(line, part).amount for refund in counted for line in refund.lines if line.sku == sku]
