"""The states of an order and of its payment, and every move between them, as data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from contracts.logistics import ParcelState
from souk_order.domain.refusals import IllegalMove


class OrderState(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class PaymentState(StrEnum):
    PENDING = "pending"
    AUTHORISED = "authorised"
    CAPTURED = "captured"
    VOIDED = "voided"
    REFUNDED = "refunded"
    DECLINED = "declined"
    DUE = "due"
    COLLECTED = "collected"


ORDER_MOVES: Mapping[OrderState, frozenset[OrderState]] = {
    OrderState.PENDING: frozenset({OrderState.CONFIRMED, OrderState.CANCELLED}),
    OrderState.CONFIRMED: frozenset(
        {
            OrderState.SHIPPED,
            OrderState.DELIVERED,  # a report may overtake another
            OrderState.CANCELLED,
        }
    ),
    OrderState.SHIPPED: frozenset({OrderState.DELIVERED}),
    OrderState.DELIVERED: frozenset(),
    OrderState.CANCELLED: frozenset(),
}

PAYMENT_MOVES: Mapping[PaymentState, frozenset[PaymentState]] = {
    PaymentState.PENDING: frozenset(
        {
            PaymentState.AUTHORISED,
            PaymentState.DECLINED,
            PaymentState.DUE,
            PaymentState.VOIDED,
            PaymentState.REFUNDED,  # taken at once, and seen only while it was undone
        }
    ),
    PaymentState.AUTHORISED: frozenset({PaymentState.CAPTURED, PaymentState.VOIDED, PaymentState.REFUNDED}),
    PaymentState.CAPTURED: frozenset({PaymentState.REFUNDED}),
    PaymentState.DUE: frozenset({PaymentState.COLLECTED, PaymentState.VOIDED}),
    PaymentState.VOIDED: frozenset(),
    PaymentState.REFUNDED: frozenset(),
    PaymentState.DECLINED: frozenset(),
    PaymentState.COLLECTED: frozenset(),
}

State = TypeVar("State", bound=StrEnum)


def checked(what: str, moves: Mapping[State, frozenset[State]], state: State, to: State) -> State:
    if to not in moves[state]:
        raise IllegalMove(what, state, to)
    return to


PARCEL_MEANS: Mapping[ParcelState, OrderState] = {
    "created": OrderState.CONFIRMED,
    "picked_up": OrderState.SHIPPED,
    "in_transit": OrderState.SHIPPED,
    "out_for_delivery": OrderState.SHIPPED,
    "delivered": OrderState.DELIVERED,
}
PARCEL_WAY = (OrderState.CONFIRMED, OrderState.SHIPPED, OrderState.DELIVERED)
