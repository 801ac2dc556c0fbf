"""A checkout's first step at the cart, where the order uses promotions that only so many may use.

What is claimed is given back by the cart when it hears that the order was cancelled, whatever it came to nothing by.
"""

from __future__ import annotations

from kit.sagas.saga import Outcome, Saga
from souk_order.domain.failures import PromotionUsedUp
from souk_order.domain.orders import Order
from souk_order.sagas.moves import Step
from souk_order.sagas.peers import Peers
from souk_order.sagas.stocking import first_step


async def claim_promotions(saga: Saga, order: Order, peers: Peers) -> Outcome[Order]:
    """Before anything else is held: who is refused here is told at once, and nothing is to be undone."""
    try:
        await peers.checkouts.claim(order)
    except PromotionUsedUp as refusal:
        return Outcome(order.failing(refusal).cancelled(peers.clock.now()), Step.UNDONE)
    return Outcome(order, first_step(order))
