"""The saga of one refund: its row is the intent, the provider is asked by its id, then all is kept at once.

While the provider is away it is asked again and again; what it refuses for another reason is parked for an operator.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import Final

from kit.ids import uuid7
from kit.sagas.saga import Definition, Outcome, Saga
from souk_order.domain.letters import refund_letter
from souk_order.domain.payments import RefundRefused
from souk_order.domain.refunds import Refund
from souk_order.ports import OrderStore, RefundStore
from souk_order.sagas.peers import Peers

KIND: Final = "refund"


class Step(StrEnum):
    REFUNDING = "refunding"
    DONE = "done"
    REFUSED = "refused"


MOVES: Mapping[str, frozenset[str]] = {
    Step.REFUNDING: frozenset({Step.DONE, Step.REFUSED}),
    Step.DONE: frozenset(),
    Step.REFUSED: frozenset(),
}


def refunding(refunds: RefundStore, orders: OrderStore, peers: Peers) -> Definition[Refund]:
    async def refund(saga: Saga, refund: Refund) -> Outcome[Refund]:
        return await _refund(refund, orders, peers)

    return Definition(
        kind=KIND,
        subjects=refunds,
        moves=MOVES,
        steps={Step.REFUNDING: refund},
        late={},
        abandoned=lambda refund: refund.refused(peers.clock.now()),  # an operator settles it by hand
    )


def begun(refund: Refund) -> Saga:
    """It never turns back: what was begun may be on its way to the shopper."""
    return Saga(uuid7(), KIND, refund.id, Step.REFUNDING, give_up_at=refund.asked_at + timedelta(days=365))


async def _refund(refund: Refund, orders: OrderStore, peers: Peers) -> Outcome[Refund]:
    order = await orders.get(refund.order_id)
    try:
        await peers.paying(order).refund(order.charge_key, str(refund.id), refund.amount)
    except RefundRefused:
        return Outcome(refund.refused(peers.clock.now()), Step.REFUSED)
    done = refund.done(order, peers.clock.now())
    if not order.contact.email:  # forgotten, at the wish of who had it
        return Outcome(done, Step.DONE)
    letter = refund_letter(order, done, peers.links.token(order.id))
    return Outcome(replace(done, mails=(letter,)), Step.DONE)
