"""A checkout's steps at the payment provider.

How a charge stands is what the provider answers when it is asked by the charge's key. What an address or a message says
only makes the saga ask.
"""

from __future__ import annotations

from datetime import timedelta

from kit.sagas.saga import Outcome, Saga
from souk_order.domain.failures import CheckoutUnavailable, PaymentDeclined, PaymentNotCaptured
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
    Voided,
)
from souk_order.sagas.confirming import confirmed
from souk_order.sagas.moves import ASK, Step
from souk_order.sagas.peers import Peers


async def authorise_payment(saga: Saga, order: Order, peers: Peers) -> Outcome[Order]:
    """Hold the money, or learn that it is due on delivery; undone by void_payment."""
    provider = peers.paying(order)
    charge = await provider.find(order.charge_key) if saga.tries else None
    if charge is None:
        total, back = order.totals.total, peers.return_url(order)
        charge = await provider.authorise(order.charge_key, total, order.payment.token, back)
    if isinstance(charge, Challenged):
        challenged = order.challenged(charge.challenge, charge.last4)
        patience = timedelta(seconds=peers.limits.challenge_of(order))
        return Outcome(challenged, Step.RENEWING, give_up_at=peers.clock.now() + patience)
    return _after_the_bank(order, charge)


async def ask_about_challenge(saga: Saga, order: Order, peers: Peers) -> Outcome[Order]:
    """Nobody said anything so far: it may have been lost."""
    return _while_challenged(saga, order, await peers.paying(order).find(order.charge_key), peers)


async def answer_challenge(saga: Saga, order: Order, peers: Peers) -> Outcome[Order]:
    """Pass on what the shopper answered here, or ask what they answered elsewhere."""
    provider = peers.paying(order)
    asks = saga.signal == ASK
    charge = await provider.find(order.charge_key) if asks or saga.tries else None
    if not asks and (charge is None or isinstance(charge, Challenged)):
        charge = await provider.answer(order.charge_key, ChallengeAnswer(saga.signal or ChallengeAnswer.REJECT))
    return _while_challenged(saga, order, charge, peers)


async def capture_payment(saga: Saga, order: Order, peers: Peers) -> Outcome[Order]:
    """Take the money; from here on the order is only ever finished, unless the bank refuses."""
    provider = peers.paying(order)
    charge = await provider.find(order.charge_key) if saga.tries else None
    if not isinstance(charge, Captured):
        charge = await provider.capture(order.charge_key)
    if isinstance(charge, CaptureRefused):
        return Outcome(order.failing(PaymentNotCaptured(charge.cause, charge.fix)), Step.VOIDING)
    return await confirmed(order.captured(), peers)


async def void_payment(saga: Saga, order: Order, peers: Peers) -> Outcome[Order]:
    charge = await peers.paying(order).void(order.charge_key)
    if isinstance(charge, Captured):
        return Outcome(order, Step.REFUNDING)
    return Outcome(order.voided(), Step.RELEASING)


async def refund_payment(saga: Saga, order: Order, peers: Peers) -> Outcome[Order]:
    """All of it: the order comes to nothing."""
    await peers.undo_charge(order)
    return Outcome(order.refunded(), Step.RELEASING)


def _while_challenged(saga: Saga, order: Order, charge: ChargeState | None, peers: Peers) -> Outcome[Order]:
    if isinstance(charge, Challenged):
        return Outcome(order, Step.CHALLENGED, look_at=peers.look_at(saga, order))
    return _after_the_bank(order, charge)


def _after_the_bank(order: Order, charge: ChargeState | None) -> Outcome[Order]:
    match charge:
        case Authorised(last4) | Captured(last4):  # what is taken at once is captured again, which changes nothing
            return Outcome(order.authorised(last4), Step.COMMITTING)
        case Due():
            return Outcome(order.due_on_delivery(), Step.COMMITTING)
        case Declined(cause, fix, last4):
            return Outcome(order.declined(last4, PaymentDeclined(cause, fix)), Step.RELEASING)
        case Challenged() | Voided() | None:
            # Not what a fresh charge can be: let go of it rather than guess.
            return Outcome(order.failing(CheckoutUnavailable.now()), Step.VOIDING)
