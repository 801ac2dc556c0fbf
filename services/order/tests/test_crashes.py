"""The process dies at every point of a checkout; another one finishes or undoes the order.

What must hold whatever happens: nothing is charged twice or for nothing, stock is right, and every accepted order is
announced exactly once.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from itertools import product
from typing import get_args

import pytest

from kit.data.database import Database
from souk_order import actions
from souk_order.actions import Deps, Reader
from souk_order.moves import OrderState
from souk_order.refusals import CheckoutFailure, NoChallenge
from souk_order.runner import CrashPoint, Pace, Place, no_crash
from souk_order.steps import ChallengeAnswer, Step
from souk_order.testing.examples import ALICE
from souk_order.testing.shop import (
    ANSWERS_LATE,
    CHALLENGES,
    DECLINES,
    GOOD,
    QUICK,
    REFUSES_CAPTURE,
    OrderShop,
)

PLACES: tuple[Place, ...] = get_args(Place)


@dataclass(frozen=True)
class Story:
    """How one checkout goes, and the steps it takes when nobody dies."""

    card: str | None
    steps: tuple[Step, ...]
    ends: OrderState
    quantity: int = 1
    answer: ChallengeAnswer | None = None


PAID = (Step.COMMITTING, Step.CAPTURING)
ASKED = (Step.RESERVING, Step.AUTHORISING, Step.RENEWING, Step.ANSWERING)

STORIES = {
    "good card": Story(GOOD, (Step.RESERVING, Step.AUTHORISING, *PAID), OrderState.CONFIRMED),
    "late bank": Story(ANSWERS_LATE, (Step.RESERVING, Step.AUTHORISING, *PAID), OrderState.CONFIRMED),
    "cash": Story(None, (Step.RESERVING, Step.AUTHORISING, Step.COMMITTING), OrderState.CONFIRMED),
    "declined": Story(DECLINES, (Step.RESERVING, Step.AUTHORISING, Step.RELEASING), OrderState.CANCELLED),
    "sold out": Story(GOOD, (Step.RESERVING,), OrderState.CANCELLED, quantity=6),
    "capture refused": Story(
        REFUSES_CAPTURE,
        (Step.RESERVING, Step.AUTHORISING, *PAID, Step.VOIDING, Step.RELEASING),
        OrderState.CANCELLED,
    ),
    "approved": Story(CHALLENGES, (*ASKED, *PAID), OrderState.CONFIRMED, answer=ChallengeAnswer.APPROVE),
    "rejected": Story(CHALLENGES, (*ASKED, Step.RELEASING), OrderState.CANCELLED, answer=ChallengeAnswer.REJECT),
}
EVERY_POINT = [
    pytest.param(story, step, place, id=f"{name}-{step}-{place.replace(' ', '-')}")
    for name, story in STORIES.items()
    for step, place in product(story.steps, PLACES)
]


@pytest.fixture
def shop(database: Database) -> OrderShop:
    return OrderShop(database, place_wait_s=1.0)


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it, nothing tidies up."""


def dying_at(step: Step, place: Place) -> CrashPoint:
    def crash_point(at_step: Step, at_place: Place) -> None:
        if (at_step, at_place) == (step, place):
            raise Killed

    return crash_point


async def played(shop: OrderShop, story: Story, deps: Deps) -> None:
    """As far as it comes in this process."""
    try:
        order = await shop.places(shop.checkout(story.quantity), story.card, deps=deps)
        if story.answer and order.payment.question:
            await actions.answer_challenge(deps, order.id, Reader(ALICE, None), story.answer)
    except (CheckoutFailure, NoChallenge):
        return


async def carried_on(shop: OrderShop, story: Story, deps: Deps) -> None:
    """Another process finds what was left, and the shopper answers if that is still wanted."""
    await shop.leases_run_out()
    await actions.carry_on_stuck_sagas(deps)
    await deps.sagas.settled()
    order = await shop.only_order()
    if story.answer and order.payment.question:
        await deps.sagas.hear(order.id, story.answer)
        await deps.sagas.settled()


@pytest.mark.parametrize("name", STORIES)
async def test_the_stories_take_the_steps_that_are_tested_below(shop: OrderShop, name: str) -> None:
    story, steps = STORIES[name], list[Step]()

    def note(step: Step, place: Place) -> None:
        if place == "after save":
            steps.append(step)

    await played(shop, story, shop.replica(note))

    assert tuple(steps) == story.steps
    assert (await shop.only_order()).state is story.ends
    await shop.truths_hold(await shop.only_order())


@pytest.mark.parametrize(("story", "step", "place"), EVERY_POINT)
async def test_a_process_that_dies_at_any_point_costs_nothing(
    shop: OrderShop, story: Story, step: Step, place: Place
) -> None:
    await played(shop, story, shop.replica(dying_at(step, place)))

    await carried_on(shop, story, shop.replica())

    order = await shop.only_order()
    assert order.state is story.ends
    await shop.truths_hold(order)


@pytest.mark.parametrize(("story", "step", "place"), EVERY_POINT)
async def test_an_outage_of_an_hour_after_any_point_is_undone_or_finished(
    shop: OrderShop, story: Story, step: Step, place: Place
) -> None:
    await played(shop, story, shop.replica(dying_at(step, place)))
    shop.clock.advance(hours=1)

    await carried_on(shop, story, shop.replica())

    await shop.truths_hold(await shop.only_order())


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("name", ["good card", "capture refused", "approved"])
async def test_processes_that_keep_dying_come_to_an_end_all_the_same(shop: OrderShop, name: str, seed: int) -> None:
    story, chance = STORIES[name], random.Random(seed)  # noqa: S311 (no secret)

    def crash_point(step: Step, place: Place) -> None:
        if chance.random() < 0.4:
            raise Killed

    await played(shop, story, shop.replica(crash_point))
    for _ in range(100):
        if (await shop.only_order()).state is not OrderState.PENDING:
            break
        await carried_on(shop, story, shop.replica(crash_point))

    order = await shop.only_order()
    assert order.state is story.ends
    await shop.truths_hold(order)


@pytest.mark.parametrize("name", ["good card", "capture refused", "declined"])
@pytest.mark.parametrize("after_s", [0.0, 0.04, 0.08])
async def test_a_process_that_only_slept_does_no_harm_when_it_wakes(shop: OrderShop, name: str, after_s: float) -> None:
    shop.bank._latency_s = 0.04
    story, slow, other = STORIES[name], shop.replica(), shop.replica()

    playing = asyncio.create_task(played(shop, story, slow))
    while not await shop.sql("select count(*) from orders"):  # noqa: ASYNC110 (it happens in the database)
        await asyncio.sleep(0.001)
    await asyncio.sleep(after_s)
    await carried_on(shop, story, other)
    await playing

    order = await shop.only_order()
    assert order.state is story.ends
    await shop.truths_hold(order)


async def test_a_living_process_keeps_its_lease(shop: OrderShop) -> None:
    shop.bank._latency_s = 0.15
    slow = shop.replica(no_crash, Pace(lease_s=0.2))

    playing = asyncio.create_task(played(shop, STORIES["good card"], slow))
    for _ in range(8):
        await asyncio.sleep(0.05)
        assert await shop.deps.orders.list_stuck(shop.clock.now(), 10) == []
    await playing

    await shop.truths_hold(await shop.only_order())


def test_the_pace_of_retries_is_bounded() -> None:
    assert QUICK.pause_s(1) <= QUICK.longest_pause_s
    assert Pace().pause_s(1000) == Pace().longest_pause_s
