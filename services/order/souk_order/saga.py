"""The checkout saga, step by step: what each step asks of whom, and where each answer leads.

reserve stock → authorise payment → commit stock → capture payment → confirmed and announced. A refusal turns
round: void what is held, release what is reserved. A step is a function from (saga, order) to an outcome; it
may run again after a crash, so every call carries the order's key. runner.py keeps the outcomes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from kit.clock import Clock
from souk_order.domain import Method, Order
from souk_order.links import Links
from souk_order.moves import PaymentState
from souk_order.payments.provider import (
    Authorised,
    Captured,
    CaptureRefused,
    Challenged,
    Declined,
    Due,
    Provider,
    Standing,
    Voided,
)
from souk_order.refusals import (
    ChallengeExpired,
    CheckoutUnavailable,
    OutOfStock,
    PaymentDeclined,
    PaymentMethodUnavailable,
    PaymentNotCaptured,
    ReservationExpired,
    StockRefused,
)
from souk_order.steps import TURNS_BACK, ChallengeAnswer, Saga, Step
from souk_order.stock import Stock


@dataclass(frozen=True, slots=True)
class Limits:
    """How long things may take. A reservation outlives the payment that it waits for."""

    payment_s: float = 120
    challenge_s: float = 300
    reservation_margin_s: float = 300


@dataclass(frozen=True, slots=True)
class Peers:
    """Whom the steps ask."""

    stock: Stock
    providers: Mapping[Method, Provider]
    links: Links
    clock: Clock
    limits: Limits

    def paying(self, order: Order) -> Provider:
        if order.payment.method not in self.providers:
            raise PaymentMethodUnavailable(order.payment.method)
        return self.providers[order.payment.method]


@dataclass(frozen=True, slots=True)
class Outcome:
    order: Order
    next: Step
    give_up_at: datetime | None = None


async def reserve_stock(saga: Saga, order: Order, peers: Peers) -> Outcome:
    """Hold every line, or none; undone by release_stock."""
    ttl_s = peers.limits.payment_s + peers.limits.reservation_margin_s
    try:
        await peers.stock.reserve(order.reservation_key, order.lines, ttl_s)
    except (OutOfStock, StockRefused, ReservationExpired) as refusal:
        return Outcome(order.failing(refusal).cancelled(peers.clock.now()), Step.UNDONE)
    return Outcome(order, Step.AUTHORISING)


async def authorise_payment(saga: Saga, order: Order, peers: Peers) -> Outcome:
    """Hold the money, or hear that it is due on delivery; undone by void_payment."""
    provider = peers.paying(order)
    standing = await provider.find(order.charge_key) if saga.tries else None
    if standing is None:
        standing = await provider.authorise(order.charge_key, order.totals.total, order.payment.token)
    if isinstance(standing, Challenged):
        patience = timedelta(seconds=peers.limits.challenge_s)
        asked = order.questioned(standing.question, standing.last4)
        return Outcome(asked, Step.RENEWING, give_up_at=peers.clock.now() + patience)
    return _after_the_bank(order, standing)


async def renew_stock(saga: Saga, order: Order, peers: Peers) -> Outcome:
    """The shopper needs time for the bank's question: the goods wait longer than that."""
    try:
        await peers.stock.renew(order.reservation_key, peers.limits.challenge_s + peers.limits.reservation_margin_s)
    except ReservationExpired as refusal:
        return Outcome(order.failing(refusal), Step.VOIDING)
    return Outcome(order, Step.CHALLENGED)


async def answer_challenge(saga: Saga, order: Order, peers: Peers) -> Outcome:
    """Pass the shopper's answer to the bank."""
    provider = peers.paying(order)
    standing = await provider.find(order.charge_key) if saga.tries else None
    if standing is None or isinstance(standing, Challenged):
        standing = await provider.answer(order.charge_key, saga.answer or ChallengeAnswer.REJECT)
    return _after_the_bank(order, standing)


async def commit_stock(saga: Saga, order: Order, peers: Peers) -> Outcome:
    """The goods leave the shelf for good; undone by release_stock, which puts them back."""
    try:
        await peers.stock.commit(order.reservation_key)
    except ReservationExpired as refusal:
        return Outcome(order.failing(refusal), Step.VOIDING)
    if order.payment.state is PaymentState.DUE:
        return _confirmed(order, peers)
    return Outcome(order, Step.CAPTURING)


async def capture_payment(saga: Saga, order: Order, peers: Peers) -> Outcome:
    """Take the money; from here on the order is only ever finished, unless the bank refuses."""
    provider = peers.paying(order)
    standing = await provider.find(order.charge_key) if saga.tries else None
    if not isinstance(standing, Captured):
        standing = await provider.capture(order.charge_key)
    if isinstance(standing, CaptureRefused):
        return Outcome(order.failing(PaymentNotCaptured(standing.cause, standing.fix)), Step.VOIDING)
    return _confirmed(order.captured(), peers)


async def void_payment(saga: Saga, order: Order, peers: Peers) -> Outcome:
    await peers.paying(order).void(order.charge_key)
    return Outcome(order.voided(), Step.RELEASING)


async def release_stock(saga: Saga, order: Order, peers: Peers) -> Outcome:
    await peers.stock.release(order.reservation_key)
    return Outcome(order.cancelled(peers.clock.now()), Step.UNDONE)


StepFunction: TypeAlias = Callable[[Saga, Order, Peers], Awaitable[Outcome]]

STEPS: Mapping[Step, StepFunction] = {
    Step.RESERVING: reserve_stock,
    Step.AUTHORISING: authorise_payment,
    Step.RENEWING: renew_stock,
    Step.ANSWERING: answer_challenge,
    Step.COMMITTING: commit_stock,
    Step.CAPTURING: capture_payment,
    Step.VOIDING: void_payment,
    Step.RELEASING: release_stock,
}


def turned_back(saga: Saga, order: Order) -> Outcome:
    """Out of time: undo whatever may have been done."""
    waited = saga.step in {Step.CHALLENGED, Step.ANSWERING}
    why = ChallengeExpired.now() if waited else CheckoutUnavailable.now()
    return Outcome(order.failing(why), TURNS_BACK[saga.step])


def _after_the_bank(order: Order, standing: Standing) -> Outcome:
    match standing:
        case Authorised(last4):
            return Outcome(order.authorised(last4), Step.COMMITTING)
        case Due():
            return Outcome(order.due_on_delivery(), Step.COMMITTING)
        case Declined(cause, fix, last4):
            return Outcome(order.declined(last4, PaymentDeclined(cause, fix)), Step.RELEASING)
        case Challenged() | Captured() | Voided():
            # Not what a fresh charge can be: let go of it rather than guess.
            return Outcome(order.failing(CheckoutUnavailable.now()), Step.VOIDING)


def _confirmed(order: Order, peers: Peers) -> Outcome:
    link = peers.links.fingerprint(order.id)
    return Outcome(order.confirmed(peers.clock.now(), link), Step.DONE)
