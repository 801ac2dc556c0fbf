"""A checkout's last steps: the order is confirmed, and the cart is told."""

from __future__ import annotations

import logging
from dataclasses import replace

from kit.errors import SoukError
from kit.sagas.saga import Outcome, Saga
from souk_order.domain.letters import letter_of
from souk_order.domain.orders import Order
from souk_order.sagas.moves import Step
from souk_order.sagas.peers import Peers

log = logging.getLogger("souk.order.checkout")


async def confirm_order(saga: Saga, order: Order, peers: Peers) -> Outcome[Order]:
    return await confirmed(order, peers)


async def close_checkout(saga: Saga, order: Order, peers: Peers) -> Outcome[Order]:
    await peers.checkouts.close(order)
    return Outcome(order, Step.DONE)


async def confirmed(order: Order, peers: Peers) -> Outcome[Order]:
    """The bag lets go of what was ordered before the shopper sees it; a cart that is away is told later."""
    placed = order.confirmed(peers.clock.now(), peers.links.fingerprint(order.id))
    placed = replace(placed, mails=(letter_of(placed, peers.links.token(order.id)),))
    try:
        await peers.checkouts.close(order)
    except SoukError as trouble:
        log.warning("The cart is told later.", extra={"order_id": str(order.id), "cause": trouble.cause})
        return Outcome(placed, Step.CLOSING)
    return Outcome(placed, Step.DONE)
