"""The checkout's steps: which may follow which, and which one rests or is never given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kit.sagas.saga import Definition, IllegalStep, Outcome
from souk_order.adapters.cash_on_delivery import CashOnDelivery
from souk_order.domain.links import Links
from souk_order.domain.orders import Order
from souk_order.domain.payments import Method
from souk_order.domain.states import ORDER_MOVES, PAYMENT_MOVES, OrderState, PaymentState
from souk_order.sagas.checkout import begun, checkout
from souk_order.sagas.moves import MOVES, TURNS_BACK, UNSAVED, Step
from souk_order.sagas.peers import Peers
from souk_order.testing.examples import NOW, an_order
from souk_order.testing.fakes import FakeCheckouts, FakeParcels, FakeStock
from souk_order.testing.memory import MemoryOrders
from souk_order.testing.shop import LIMITS
from testkit.clock import ManualClock


def test_every_state_and_step_says_where_it_may_go() -> None:
    assert set(ORDER_MOVES) == set(OrderState)
    assert set(PAYMENT_MOVES) == set(PaymentState)
    assert set(MOVES) == set(Step)
    assert all(TURNS_BACK[step] in MOVES[step] for step in TURNS_BACK)


def test_every_step_can_still_reach_an_end() -> None:
    reachable = {step for step in Step if not MOVES[step]}
    while more := {step for step in Step if MOVES[step] & reachable} - reachable:
        reachable |= more

    assert reachable == set(Step)


def test_a_step_that_may_have_gone_further_than_is_saved_turns_back_by_way_of_the_bank() -> None:
    assert {TURNS_BACK[step] for step in Step if MOVES[step] & UNSAVED} == {Step.VOIDING}


def the_checkout() -> Definition[Order]:
    cards, links, clock = CashOnDelivery(), Links("s" * 32), ManualClock(NOW)
    peers = Peers(
        FakeStock(clock, MUG=5),
        FakeCheckouts(),
        {Method.CARD: cards},
        links,
        clock,
        LIMITS,
        "http://shop/orders",
        FakeParcels(),
    )
    return checkout(MemoryOrders(), peers)


def test_a_checkout_skips_no_step() -> None:
    saga = begun(an_order(), give_up_at=NOW)

    with pytest.raises(IllegalStep):
        the_checkout().moved(saga, Outcome(an_order(), Step.CAPTURING))


def test_a_challenge_rests_until_its_time_is_over() -> None:
    saga = replace(begun(an_order(), give_up_at=NOW), step=Step.RENEWING)

    challenged = the_checkout().moved(saga, Outcome(an_order(), Step.CHALLENGED))

    assert challenged.rests(NOW - timedelta(seconds=1))
    assert not challenged.rests(NOW)
    assert Step.CHALLENGED in the_checkout().late


def test_a_capture_is_never_given_up_for_lack_of_time() -> None:
    assert Step.CAPTURING not in the_checkout().late
