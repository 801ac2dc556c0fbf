"""The saga of a cancellation: stop the parcel → give the money back → put the goods back → cancelled and announced.

Logistics decides whether it is in time; from its word on nothing turns back. Every call carries the order's key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Final

from kit.ids import uuid7
from kit.sagas.saga import Definition, Outcome, Saga
from souk_order.domain.cancelling import ParcelUnderWay
from souk_order.domain.letters import cancelled_letter
from souk_order.domain.orders import Order
from souk_order.domain.states import PaymentState
from souk_order.ports import OrderStore
from souk_order.sagas.peers import Peers

KIND: Final = "cancellation"


class Step(StrEnum):
    STOPPING = "stopping"  # the parcel
    REFUNDING = "refunding"  # all that was taken
    RELEASING = "releasing"  # the goods
    CANCELLED = "cancelled"
    KEPT = "kept"  # too late


MOVES: Mapping[str, frozenset[str]] = {
    Step.STOPPING: frozenset({Step.REFUNDING, Step.RELEASING, Step.KEPT}),
    Step.REFUNDING: frozenset({Step.RELEASING}),
    Step.RELEASING: frozenset({Step.CANCELLED}),
    Step.CANCELLED: frozenset(),
    Step.KEPT: frozenset(),
}


def cancelling(orders: OrderStore, peers: Peers) -> Definition[Order]:
    steps = {Step.STOPPING: _stop_parcel, Step.REFUNDING: _refund, Step.RELEASING: _release}
    return Definition(
        kind=KIND,
        subjects=orders,
        moves=MOVES,
        steps={step: partial(run, peers) for step, run in steps.items()},
        late={},
        abandoned=lambda order: order,  # an operator settles by hand what is left of it
    )


def begun(order: Order, now: datetime) -> Saga:
    """It never runs out of time: once the parcel is stopped there is no way back."""
    return Saga(uuid7(), KIND, order.id, Step.STOPPING, give_up_at=now + timedelta(days=365))


async def _stop_parcel(peers: Peers, saga: Saga, order: Order) -> Outcome[Order]:
    try:
        await peers.parcels.stop(order.id)
    except ParcelUnderWay:
        return Outcome(order, Step.KEPT)
    return Outcome(order, Step.REFUNDING if order.payment.state is PaymentState.CAPTURED else Step.RELEASING)


async def _refund(peers: Peers, saga: Saga, order: Order) -> Outcome[Order]:
    await peers.undo_charge(order)
    return Outcome(order.refunded(), Step.RELEASING)


async def _release(peers: Peers, saga: Saga, order: Order) -> Outcome[Order]:
    await peers.stock.release(order.reservation_key)
    cancelled = order.cancelled(peers.clock.now())
    letter = cancelled_letter(cancelled, peers.links.token(order.id))
    return Outcome(replace(cancelled, mails=(letter,)), Step.CANCELLED)
