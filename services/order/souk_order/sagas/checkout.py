"""The checkout saga: which function runs in which step, and what becomes of one that takes too long.

claim limited promotions → reserve stock → authorise payment → commit stock → capture payment → confirmed and
announced. A refusal turns round: void what is held or refund what was taken, release what is reserved. Every call
carries the order's key, so a step may run again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Final, TypeAlias

from kit.ids import uuid7
from kit.sagas.saga import Definition, Outcome, Saga
from souk_order.domain.failures import ChallengeExpired, CheckoutUnavailable
from souk_order.domain.orders import Order
from souk_order.ports import OrderStore
from souk_order.sagas import claiming, confirming, paying, stocking
from souk_order.sagas.moves import MOVES, TURNS_BACK, UNSAVED, Step
from souk_order.sagas.peers import Peers

KIND: Final = "checkout"

StepFunction: TypeAlias = Callable[[Saga, Order, Peers], Awaitable[Outcome[Order]]]

STEPS: Mapping[Step, StepFunction] = {
    Step.CLAIMING: claiming.claim_promotions,
    Step.HOLDING: stocking.reserve_stock,
    Step.RESERVING: stocking.reserve_stock,
    Step.AUTHORISING: paying.authorise_payment,
    Step.RENEWING: stocking.renew_stock,
    Step.CHALLENGED: paying.ask_about_challenge,
    Step.ANSWERING: paying.answer_challenge,
    Step.COMMITTING: stocking.commit_stock,
    Step.CAPTURING: paying.capture_payment,
    Step.CONFIRMING: confirming.confirm_order,
    Step.CLOSING: confirming.close_checkout,
    Step.VOIDING: paying.void_payment,
    Step.REFUNDING: paying.refund_payment,
    Step.RELEASING: stocking.release_stock,
}


def checkout(orders: OrderStore, peers: Peers) -> Definition[Order]:
    return Definition(
        kind=KIND,
        subjects=orders,
        moves=MOVES,
        steps={step: partial(_run, run, peers) for step, run in STEPS.items()},
        late={step: partial(_turned_back, to) for step, to in TURNS_BACK.items()},
        abandoned=lambda order: order.abandoned(peers.clock.now()),
        waits={Step.CHALLENGED: Step.ANSWERING},
        unsaved=UNSAVED,
    )


def begun(order: Order, give_up_at: datetime) -> Saga:
    step = Step.CLAIMING if order.claims else stocking.first_step(order)
    return Saga(uuid7(), KIND, order.id, step, give_up_at)


async def _run(step: StepFunction, peers: Peers, saga: Saga, order: Order) -> Outcome[Order]:
    return await step(saga, order, peers)


def _turned_back(to: Step, saga: Saga, order: Order) -> Outcome[Order]:
    """Out of time: undo whatever may have been done."""
    waited = saga.step in {Step.CHALLENGED, Step.ANSWERING}
    why = ChallengeExpired.now() if waited else CheckoutUnavailable.now()
    return Outcome(order.failing(why), to)
