"""What the shopper is written about an order: that it is placed, on its way, delivered. Its texts are in data/mails."""

from __future__ import annotations

from uuid import UUID

from pydantic import JsonValue

from contracts.money import Money
from kit.mail import Mail, mail_id
from souk_order.domain.orders import Order
from souk_order.domain.quotes import Discount, Line
from souk_order.domain.refunds import Refund
from souk_order.domain.states import OrderState, PaymentState

KINDS = {
    OrderState.CONFIRMED: "order-placed",
    OrderState.SHIPPED: "order-shipped",
    OrderState.DELIVERED: "order-delivered",
}


def letter_of(order: Order, link_token: str) -> Mail:
    """Of the state it has just reached; the link opens a guest's order, a customer signs in instead."""
    kind, to = KINDS[order.state], order.address
    return Mail(
        id=mail_id(kind, order.id),
        kind=kind,
        to=order.contact.email,
        name=order.contact.name,
        language=order.language,
        facts={
            "order_id": str(order.id),
            "number": order.number,
            "token": "" if order.customer_id else link_token,
            "lines": [_line(line) for line in order.lines],
            "discounts": [_discount(discount) for discount in order.discounts if discount.applies_to == "goods"],
            "delivery": _money(order.totals.delivery),
            "total": _money(order.totals.total),
            "due_on_delivery": order.payment.state is PaymentState.DUE,
            "earliest": order.delivery.earliest.isoformat(),
            "latest": order.delivery.latest.isoformat(),
            "recipient": ", ".join((to.name, to.line1, f"{to.city} {to.postal_code}")),
        },
    )


def refund_letter(order: Order, refund: Refund, link_token: str) -> Mail:
    facts: dict[str, JsonValue] = {
        "amount": _money(refund.amount),
        "lines": [{"title": at.title, "quantity": at.quantity, "amount": _money(at.amount)} for at in refund.lines],
        "other": _money(refund.other) if refund.other.amount else None,
    }
    return _about_money("order-refunded", refund.id, order, link_token, facts)


def cancelled_letter(order: Order, link_token: str) -> Mail:
    given_back = order.payment.state is PaymentState.REFUNDED
    facts = {"given_back": _money(order.totals.total) if given_back else None}
    return _about_money("order-cancelled", order.id, order, link_token, facts)


def _about_money(kind: str, about: UUID, order: Order, link_token: str, facts: dict[str, JsonValue]) -> Mail:
    token = "" if order.customer_id else link_token
    of_order = {"order_id": str(order.id), "number": order.number, "token": token, "last4": order.payment.last4 or ""}
    return Mail(
        id=mail_id(kind, about),
        kind=kind,
        to=order.contact.email,
        name=order.contact.name,
        language=order.language,
        facts={**of_order, **facts},
    )


def _line(line: Line) -> JsonValue:
    options = ", ".join(line.options.values())
    return {"title": line.title, "options": options, "quantity": line.quantity, "total": _money(line.line_total)}


def _discount(discount: Discount) -> JsonValue:
    name = f"{discount.name} ({discount.code})" if discount.code else discount.name
    return {"name": name, "amount": _money(discount.amount)}


def _money(money: Money) -> JsonValue:
    return {"amount": money.amount, "currency": money.currency}
