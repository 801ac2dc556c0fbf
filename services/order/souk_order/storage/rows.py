"""How orders lie in rows."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import asyncpg

from souk_order.domain.failures import Failure
from souk_order.domain.orders import Order, OrderId, TimelineEntry
from souk_order.domain.payments import Challenge, ClientSecret, Confirm, Method, Payment, Redirect
from souk_order.domain.states import OrderState, PaymentState
from souk_order.storage.documents import document_of, parts_of

CHALLENGES: dict[str, type[Challenge]] = {"confirm": Confirm, "redirect": Redirect, "client_secret": ClientSecret}
KINDS = {kind: name for name, kind in CHALLENGES.items()}


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
        "document": document_of(order),
        "timeline": timeline_of(order),
        "placed_at": order.placed_at,
        "placed_from": order.placed_from,
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
            challenge=_challenge_of(row["payment_challenge"]),
        ),
        placed_at=row["placed_at"],
        placed_from=row["placed_from"],
        goods_scarce=row["goods_scarce"],
        goods_sold=row["goods_sold"],
        failure=Failure(**row["failure"]) if row["failure"] else None,
        timeline=tuple(
            TimelineEntry(datetime.fromisoformat(entry["at"]), OrderState(entry["state"]), entry["text"])
            for entry in row["timeline"]
        ),
        **parts_of(row["document"]),
    )


def timeline_of(order: Order) -> list[dict[str, str]]:
    return [{"at": entry.at.isoformat(), "state": entry.state, "text": entry.text} for entry in order.timeline]


def challenge_of(order: Order) -> dict[str, Any] | None:
    challenge = order.payment.challenge
    return {"kind": KINDS[type(challenge)], **asdict(challenge)} if challenge else None


def _challenge_of(stored: dict[str, Any] | None) -> Challenge | None:
    if stored is None:
        return None
    fields = dict(stored)
    return CHALLENGES[fields.pop("kind")](**fields)
