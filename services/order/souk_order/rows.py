"""How orders and sagas lie in rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import asyncpg

from contracts.order import Recipient
from souk_order.domain import Method, Moment, Order, OrderId, Payment
from souk_order.moves import OrderState, PaymentState
from souk_order.quote import Contact, Delivery, Line, Totals
from souk_order.refusals import Failure
from souk_order.steps import ChallengeAnswer, Saga, Step


def columns_of(order: Order) -> dict[str, Any]:
    return {
        "id": order.id,
        "number": order.number,
        "checkout_id": order.checkout_id,
        "checkout_key": order.checkout_key,
        "cart_id": order.cart_id,
        "customer_id": order.customer_id,
        "guest_id": order.guest_id,
        "state": order.state,
        "payment_method": order.payment.method,
        "payment_state": order.payment.state,
        "payment_token": order.payment.token,
        "lines": [line.model_dump(mode="json") for line in order.lines],
        "totals": order.totals.model_dump(mode="json"),
        "contact": order.contact.model_dump(mode="json"),
        "address": order.address.model_dump(mode="json"),
        "delivery": order.delivery.model_dump(mode="json"),
        "timeline": timeline_of(order),
        "placed_at": order.placed_at,
    }


def order_of(row: asyncpg.Record) -> Order:
    return Order(
        id=OrderId(row["id"]),
        number=row["number"],
        checkout_id=row["checkout_id"],
        checkout_key=row["checkout_key"],
        cart_id=row["cart_id"],
        customer_id=row["customer_id"],
        guest_id=row["guest_id"],
        state=OrderState(row["state"]),
        payment=Payment(
            method=Method(row["payment_method"]),
            token=row["payment_token"],
            state=PaymentState(row["payment_state"]),
            last4=row["payment_last4"],
            question=row["payment_question"],
        ),
        lines=tuple(Line.model_validate(line) for line in row["lines"]),
        totals=Totals.model_validate(row["totals"]),
        contact=Contact.model_validate(row["contact"]),
        address=Recipient.model_validate(row["address"]),
        delivery=Delivery.model_validate(row["delivery"]),
        placed_at=row["placed_at"],
        failure=Failure(**row["failure"]) if row["failure"] else None,
        timeline=tuple(
            Moment(datetime.fromisoformat(moment["at"]), OrderState(moment["state"]), moment["text"])
            for moment in row["timeline"]
        ),
    )


def timeline_of(order: Order) -> list[dict[str, str]]:
    return [{"at": moment.at.isoformat(), "state": moment.state, "text": moment.text} for moment in order.timeline]


def saga_of(row: asyncpg.Record) -> Saga:
    return Saga(
        order_id=OrderId(row["order_id"]),
        step=Step(row["step"]),
        give_up_at=row["give_up_at"],
        tries=row["tries"],
        answer=ChallengeAnswer(row["answer"]) if row["answer"] else None,
        version=row["version"],
    )
