"""A checkout's steps at the stock."""

from __future__ import annotations

from dataclasses import replace

from kit.sagas.saga import Outcome, Saga
from souk_order.domain.failures import OutOfStock, ReservationExpired, StockRefused
from souk_order.domain.orders import Order
from souk_order.domain.payments import Method
from souk_order.domain.states import PaymentState
from souk_order.sagas.moves import Step
from souk_order.sagas.peers import Peers


def first_step(order: Order) -> Step:
    return Step.RESERVING if order.payment.method is Method.CASH_ON_DELIVERY else Step.HOLDING


async def reserve_stock(saga: Saga, order: Order, peers: Peers) -> Outcome[Order]:
    """Hold every line, or none, and for good where nobody is to be asked for money; undone by release_stock."""
    try:
        if order.payment.method is Method.CASH_ON_DELIVERY:
            await peers.stock.sell(order.reservation_key, order.lines)
            return Outcome(order.due_on_delivery(), Step.CONFIRMING)
        ttl_s = peers.limits.payment_s + peers.limits.reservation_margin_s
        held = await peers.stock.reserve(order.reservation_key, order.lines, ttl_s)
    except (OutOfStock, StockRefused, ReservationExpired) as refusal:
        if saga.tries:  # what follows may have been done by a process that died
            return Outcome(order.failing(refusal), Step.VOIDING)
        return Outcome(order.failing(refusal).cancelled(peers.clock.now()), Step.UNDONE)
    holding = replace(order, goods_scarce=held.is_scarce(order.lines), goods_sold=held.sold)
    return Outcome(holding, Step.AUTHORISING)


async def renew_stock(saga: Saga, order: Order, peers: Peers) -> Outcome[Order]:
    """The shopper needs time for the challenge: the goods wait longer than that."""
    try:
        ttl_s = peers.limits.challenge_of(order) + peers.limits.reservation_margin_s
        await peers.stock.renew(order.reservation_key, ttl_s)
    except ReservationExpired as refusal:
        return Outcome(order.failing(refusal), Step.VOIDING)
    return Outcome(order, Step.CHALLENGED, look_at=peers.look_at(saga, order))


async def commit_stock(saga: Saga, order: Order, peers: Peers) -> Outcome[Order]:
    """The goods leave the shelf for good; undone by release_stock, which puts them back."""
    try:
        if not order.goods_sold:
            await peers.stock.commit(order.reservation_key)
    except ReservationExpired as refusal:
        return Outcome(order.failing(refusal), Step.VOIDING)
    if order.payment.state is PaymentState.DUE:
        return Outcome(order, Step.CONFIRMING)
    return Outcome(order, Step.CAPTURING)


async def release_stock(saga: Saga, order: Order, peers: Peers) -> Outcome[Order]:
    await peers.stock.release(order.reservation_key)
    return Outcome(order.cancelled(peers.clock.now()), Step.UNDONE)
