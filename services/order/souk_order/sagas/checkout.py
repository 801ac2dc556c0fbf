"""The checkout saga, step by step: what each step asks of whom, and where each answer leads.

reserve stock → authorise payment → commit stock → capture payment → confirmed and announced. A refusal turns
round: void what is held, release what is reserved. Every call carries the order's key, so a step may run again.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Final, TypeAlias

from kit.clock import Clock
from kit.errors import SoukError
from kit.ids import uuid7
from kit.sagas.saga import Definition, Outcome, Saga
from souk_order.domain.links import Links
from souk_order.domain.orders import Order
from souk_order.domain.payments import (
    Authorised,
    Captured,
    CaptureRefused,
    ChallengeAnswer,
    Challenged,
    ChargeState,
    Declined,
    Due,
    Method,
    Voided,
)
from souk_order.domain.refusals import (
    ChallengeExpired,
    CheckoutUnavailable,
    OutOfStock,
    PaymentDeclined,
    PaymentMethodUnavailable,
    PaymentNotCaptured,
    ReservationExpired,
    StockRefused,
)
from souk_order.domain.states import PaymentState
from souk_order.ports import Checkouts, OrderStore, PaymentProvider, Stock

log = logging.getLogger("souk.order.checkout")

KIND: Final = "checkout"


class Step(StrEnum):
    RESERVING = "reserving"  # stock
    AUTHORISING = "authorising"  # payment
    RENEWING = "renewing"  # stock, for as long as the challenge may take
    CHALLENGED = "challenged"  # the shopper has the turn
    ANSWERING = "answering"  # the challenge
    COMMITTING = "committing"  # stock
    CAPTURING = "capturing"  # payment
    CONFIRMING = "confirming"  # what is due on delivery: nothing is captured, and nothing turns back any more
    CLOSING = "closing"  # the checkout, in a cart that was away when the order was confirmed
    DONE = "done"
    VOIDING = "voiding"  # undoes AUTHORISING
    RELEASING = "releasing"  # undoes RESERVING, and COMMITTING by putting the goods back
    UNDONE = "undone"


MOVES: Mapping[str, frozenset[str]] = {
    Step.RESERVING: frozenset({Step.AUTHORISING, Step.COMMITTING, Step.RELEASING, Step.UNDONE}),
    Step.AUTHORISING: frozenset({Step.COMMITTING, Step.RENEWING, Step.VOIDING, Step.RELEASING}),
    Step.RENEWING: frozenset({Step.CHALLENGED, Step.VOIDING}),
    Step.CHALLENGED: frozenset({Step.ANSWERING, Step.VOIDING}),
    Step.ANSWERING: frozenset({Step.COMMITTING, Step.VOIDING, Step.RELEASING}),
    Step.COMMITTING: frozenset({Step.CAPTURING, Step.CONFIRMING, Step.VOIDING}),
    Step.CAPTURING: frozenset({Step.CLOSING, Step.DONE, Step.VOIDING}),
    Step.CONFIRMING: frozenset({Step.CLOSING, Step.DONE}),
    Step.CLOSING: frozenset({Step.DONE}),
    Step.VOIDING: frozenset({Step.RELEASING}),
    Step.RELEASING: frozenset({Step.UNDONE}),
    Step.DONE: frozenset(),
    Step.UNDONE: frozenset(),
}

# Where a step that takes too long turns back. The others are repeated until they are answered: a capture may
# have taken the money already, and an undoing has nothing to turn back to.
TURNS_BACK: Mapping[str, Step] = {
    Step.RESERVING: Step.RELEASING,
    Step.AUTHORISING: Step.VOIDING,
    Step.RENEWING: Step.VOIDING,
    Step.CHALLENGED: Step.VOIDING,
    Step.ANSWERING: Step.VOIDING,
    Step.COMMITTING: Step.VOIDING,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How long things may take, as settings.py says. A reservation outlives the payment that it waits for."""

    payment_s: float
    challenge_s: float
    scarce_challenge_s: float  # where the order holds a good part of what there is
    reservation_margin_s: float

    def challenge_of(self, order: Order) -> float:
        return min(self.challenge_s, self.scarce_challenge_s) if order.goods_scarce else self.challenge_s


@dataclass(frozen=True, slots=True)
class Peers:
    """Whom the steps ask."""

    stock: Stock
    checkouts: Checkouts
    providers: Mapping[Method, PaymentProvider]
    links: Links
    clock: Clock
    limits: Limits

    def paying(self, order: Order) -> PaymentProvider:
        if order.payment.method not in self.providers:
            raise PaymentMethodUnavailable(order.payment.method)
        return self.providers[order.payment.method]


Checkout: TypeAlias = Outcome[Order]


def checkout(orders: OrderStore, peers: Peers) -> Definition[Order]:
    return Definition(
        kind=KIND,
        subjects=orders,
        moves=MOVES,
        steps={step: partial(_run, run, peers) for step, run in STEPS.items()},
        late={step: partial(_turned_back, to) for step, to in TURNS_BACK.items()},
        abandoned=lambda order: order.abandoned(peers.clock.now()),
        waits={Step.CHALLENGED: Step.ANSWERING},
    )


def begun(order: Order, give_up_at: datetime) -> Saga:
    return Saga(uuid7(), KIND, order.id, Step.RESERVING, give_up_at)


async def reserve_stock(saga: Saga, order: Order, peers: Peers) -> Checkout:
    """Hold every line, or none; undone by release_stock."""
    ttl_s = peers.limits.payment_s + peers.limits.reservation_margin_s
    try:
        held = await peers.stock.reserve(order.reservation_key, order.lines, ttl_s)
    except (OutOfStock, StockRefused, ReservationExpired) as refusal:
        return Outcome(order.failing(refusal).cancelled(peers.clock.now()), Step.UNDONE)
    holding = replace(order, goods_scarce=True) if held.is_scarce(order.lines) else order
    if order.payment.method is Method.CASH_ON_DELIVERY:  # nobody is to be asked for it
        return Outcome(holding.due_on_delivery(), Step.COMMITTING)
    return Outcome(holding, Step.AUTHORISING)


async def authorise_payment(saga: Saga, order: Order, peers: Peers) -> Checkout:
    """Hold the money, or learn that it is due on delivery; undone by void_payment."""
    provider = peers.paying(order)
    charge = await provider.find(order.charge_key) if saga.tries else None
    if charge is None:
        charge = await provider.authorise(order.charge_key, order.totals.total, order.payment.token)
    if isinstance(charge, Challenged):
        challenged = order.challenged(charge.challenge, charge.last4)
        patience = timedelta(seconds=peers.limits.challenge_of(order))
        return Outcome(challenged, Step.RENEWING, give_up_at=peers.clock.now() + patience)
    return _after_the_bank(order, charge)


async def renew_stock(saga: Saga, order: Order, peers: Peers) -> Checkout:
    """The shopper needs time for the challenge: the goods wait longer than that."""
    try:
        ttl_s = peers.limits.challenge_of(order) + peers.limits.reservation_margin_s
        await peers.stock.renew(order.reservation_key, ttl_s)
    except ReservationExpired as refusal:
        return Outcome(order.failing(refusal), Step.VOIDING)
    return Outcome(order, Step.CHALLENGED)


async def answer_challenge(saga: Saga, order: Order, peers: Peers) -> Checkout:
    """Pass the shopper's answer to the provider."""
    provider = peers.paying(order)
    charge = await provider.find(order.charge_key) if saga.tries else None
    if charge is None or isinstance(charge, Challenged):
        charge = await provider.answer(order.charge_key, ChallengeAnswer(saga.signal or ChallengeAnswer.REJECT))
    return _after_the_bank(order, charge)


async def commit_stock(saga: Saga, order: Order, peers: Peers) -> Checkout:
    """The goods leave the shelf for good; undone by release_stock, which puts them back."""
    try:
        await peers.stock.commit(order.reservation_key)
    except ReservationExpired as refusal:
        return Outcome(order.failing(refusal), Step.VOIDING)
    if order.payment.state is PaymentState.DUE:
        return Outcome(order, Step.CONFIRMING)
    return Outcome(order, Step.CAPTURING)


async def capture_payment(saga: Saga, order: Order, peers: Peers) -> Checkout:
    """Take the money; from here on the order is only ever finished, unless the bank refuses."""
    provider = peers.paying(order)
    charge = await provider.find(order.charge_key) if saga.tries else None
    if not isinstance(charge, Captured):
        charge = await provider.capture(order.charge_key)
    if isinstance(charge, CaptureRefused):
        return Outcome(order.failing(PaymentNotCaptured(charge.cause, charge.fix)), Step.VOIDING)
    return await _confirmed(order.captured(), peers)


async def confirm_order(saga: Saga, order: Order, peers: Peers) -> Checkout:
    return await _confirmed(order, peers)


async def close_checkout(saga: Saga, order: Order, peers: Peers) -> Checkout:
    await peers.checkouts.close(order)
    return Outcome(order, Step.DONE)


async def void_payment(saga: Saga, order: Order, peers: Peers) -> Checkout:
    await peers.paying(order).void(order.charge_key)
    return Outcome(order.voided(), Step.RELEASING)


async def release_stock(saga: Saga, order: Order, peers: Peers) -> Checkout:
    await peers.stock.release(order.reservation_key)
    return Outcome(order.cancelled(peers.clock.now()), Step.UNDONE)


StepFunction: TypeAlias = Callable[[Saga, Order, Peers], Awaitable[Checkout]]

STEPS: Mapping[Step, StepFunction] = {
    Step.RESERVING: reserve_stock,
    Step.AUTHORISING: authorise_payment,
    Step.RENEWING: renew_stock,
    Step.ANSWERING: answer_challenge,
    Step.COMMITTING: commit_stock,
    Step.CAPTURING: capture_payment,
    Step.CONFIRMING: confirm_order,
    Step.CLOSING: close_checkout,
    Step.VOIDING: void_payment,
    Step.RELEASING: release_stock,
}


async def _run(step: StepFunction, peers: Peers, saga: Saga, order: Order) -> Checkout:
    return await step(saga, order, peers)


def _turned_back(to: Step, saga: Saga, order: Order) -> Checkout:
    """Out of time: undo whatever may have been done."""
    waited = saga.step in {Step.CHALLENGED, Step.ANSWERING}
    why = ChallengeExpired.now() if waited else CheckoutUnavailable.now()
    return Outcome(order.failing(why), to)


def _after_the_bank(order: Order, charge: ChargeState) -> Checkout:
    match charge:
        case Authorised(last4):
            return Outcome(order.authorised(last4), Step.COMMITTING)
        case Due():
            return Outcome(order.due_on_delivery(), Step.COMMITTING)
        case Declined(cause, fix, last4):
            return Outcome(order.declined(last4, PaymentDeclined(cause, fix)), Step.RELEASING)
        case Challenged() | Captured() | Voided():
            # Not what a fresh charge can be: let go of it rather than guess.
            return Outcome(order.failing(CheckoutUnavailable.now()), Step.VOIDING)


async def _confirmed(order: Order, peers: Peers) -> Checkout:
    """The bag lets go of what was ordered before the shopper sees it; a cart that is away is told later."""
    confirmed = order.confirmed(peers.clock.now(), peers.links.fingerprint(order.id))
    try:
        await peers.checkouts.close(order)
    except SoukError as trouble:
        log.warning("The cart is told later.", extra={"order_id": str(order.id), "cause": trouble.cause})
        return Outcome(confirmed, Step.CLOSING)
    return Outcome(confirmed, Step.DONE)
