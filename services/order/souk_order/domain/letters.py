"""What the shopper is written about an order: that it is placed, on its way, delivered. Its texts are in data/mails."""

from __future__ import annotations

from pydantic import JsonValue

from contracts.money import Money
from kit.mail import Mail, mail_id
from souk_order.domain.orders import Order
from souk_order.domain.quotes import Discount, Line
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


def _line(line: Line) -> JsonValue:
    options = ", ".join(line.options.values())
    return {"title": line.title, "options": options, "quantity": line.quantity, "total": _money(line.line_total)}


def _discount(discount: Discount) -> JsonValue:
    name = f"{discount.name} ({discount.code})" if discount.code else discount.name
    return {"name": name, "amount": _money(discount.amount)}


def _money(money: Money) -> JsonValue:
    return {"amount": money.amount, "currency": money.currency}
