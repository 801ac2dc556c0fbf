"""The provider asks, the shopper answers, or does not."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from souk_order.actions import challenges, placing
from souk_order.actions.reading import Reader
from souk_order.domain.failures import ChallengeExpired, PaymentDeclined, ReservationExpired
from souk_order.domain.payments import ChallengeAnswer
from souk_order.domain.refusals import NoChallenge
from souk_order.domain.states import OrderState, PaymentState
from souk_order.testing.examples import ALICE, NOW
from souk_order.testing.shop import ALICE_SHOPS, CHALLENGES, LIMITS, OrderShop

ALICE_READS = Reader(ALICE, None)


async def test_a_challenge_waits_for_the_shopper_and_goes_on_when_approved(shop: OrderShop) -> None:
    waiting = await shop.places(number=CHALLENGES)
    assert (waiting.state, waiting.payment.state) == (OrderState.PENDING, PaymentState.PENDING)
    assert waiting.payment.challenge

    order = await challenges.answer_challenge(shop.deps, waiting.id, ALICE_READS, ChallengeAnswer.APPROVE)

    assert order.state is OrderState.CONFIRMED
    assert order.payment.challenge is None
    assert await shop.charges() == [("captured", 1)]


async def test_a_waiting_order_keeps_its_address_sealed_and_forgets_it_when_it_is_placed(shop: OrderShop) -> None:
    request = replace(await shop.request(shop.checkout(), CHALLENGES), address="203.0.113.7")
    waiting = await placing.place_order(shop.deps, ALICE_SHOPS, request, "a-key-of-hers")
    assert waiting.placed_from == shop.links.sealed("203.0.113.7")

    order = await challenges.answer_challenge(shop.deps, waiting.id, ALICE_READS, ChallengeAnswer.APPROVE)

    assert order.placed_from is None


async def test_an_approval_said_twice_is_said_once(shop: OrderShop) -> None:
    waiting = await shop.places(number=CHALLENGES)

    answers = await asyncio.gather(
        *(
            challenges.answer_challenge(deps, waiting.id, ALICE_READS, ChallengeAnswer.APPROVE)
            for deps in (shop.deps, shop.replica())
        )
    )

    assert [order.state for order in answers] == [OrderState.CONFIRMED, OrderState.CONFIRMED]
    assert await shop.charges() == [("captured", 1)]


async def test_a_rejected_challenge_is_a_declined_payment(shop: OrderShop) -> None:
    waiting = await shop.places(number=CHALLENGES)

    with pytest.raises(PaymentDeclined):
        await challenges.answer_challenge(shop.deps, waiting.id, ALICE_READS, ChallengeAnswer.REJECT)

    assert shop.stock.left["MUG"] == 5
    assert await shop.charges() == [("declined", 0)]


async def test_a_challenge_that_nobody_answers_is_undone_by_the_job(shop: OrderShop) -> None:
    waiting = await shop.places(number=CHALLENGES)
    shop.clock.advance(seconds=301)

    await shop.others_carry_on()

    order = await shop.deps.orders.get(waiting.id)
    assert order.failure is not None
    assert (order.state, order.failure.code) == (OrderState.CANCELLED, "challenge-expired")
    assert await shop.charges() == [("voided", 0)]
    assert shop.stock.left["MUG"] == 5


async def test_an_answer_that_comes_too_late_is_refused_even_before_the_job_ran(shop: OrderShop) -> None:
    waiting = await shop.places(number=CHALLENGES)
    shop.clock.advance(seconds=301)

    with pytest.raises(ChallengeExpired):
        await challenges.answer_challenge(shop.deps, waiting.id, ALICE_READS, ChallengeAnswer.APPROVE)

    assert await shop.charges() == [("voided", 0)]


async def test_a_challenge_holds_the_stock_for_as_long_as_it_may_take(shop: OrderShop) -> None:
    shop.stock.silent["renew"] = 1
    waiting = await shop.places(number=CHALLENGES)
    held_s = (shop.stock.reservations[waiting.reservation_key].expires_at - NOW).total_seconds()
    shop.clock.advance(seconds=89)

    order = await challenges.answer_challenge(shop.deps, waiting.id, ALICE_READS, ChallengeAnswer.APPROVE)

    assert held_s == LIMITS.scarce_challenge_s + LIMITS.reservation_margin_s
    assert order.state is OrderState.CONFIRMED


async def test_a_reservation_that_expired_voids_the_payment(shop: OrderShop) -> None:
    waiting = await shop.places(number=CHALLENGES)
    await shop.stock.release(waiting.reservation_key)

    with pytest.raises(ReservationExpired):
        await challenges.answer_challenge(shop.deps, waiting.id, ALICE_READS, ChallengeAnswer.APPROVE)

    assert await shop.charges() == [("voided", 0)]


async def test_only_a_waiting_order_takes_an_answer(shop: OrderShop) -> None:
    shop.place_wait_s = 0.05
    shop.stock.silent["reserve"] = 1000
    deps = shop.replica()
    stuck = await shop.places(deps=deps)

    with pytest.raises(NoChallenge):
        await challenges.answer_challenge(deps, stuck.id, ALICE_READS, ChallengeAnswer.APPROVE)

    shop.stock.silent.clear()
    await deps.sagas.settled()
