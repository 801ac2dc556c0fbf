"""The process dies at every point of a checkout; another one finishes or undoes the order.

What must hold whatever happens: nothing is charged twice or for nothing, stock is right, and every accepted order is
announced exactly once.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from kit.sagas.pace import CrashPoint, Pace, no_crash
from souk_order.actions import challenges
from souk_order.actions.deps import Deps
from souk_order.actions.reading import Reader
from souk_order.domain.payments import ChallengeAnswer
from souk_order.domain.refusals import CheckoutFailure, NoChallenge
from souk_order.domain.states import OrderState
from souk_order.sagas.checkout import KIND, Step
from souk_order.testing.examples import ALICE
from souk_order.testing.kept import MemoryKept, PostgresKept
from souk_order.testing.shop import (
    ANSWERS_LATE,
    CHALLENGES,
    DECLINES,
    GOOD,
    QUICK,
    REFUSES_CAPTURE,
    OrderShop,
)
from testkit.sagas import SagaCrashes


@dataclass(frozen=True)
class Story:
    """How one checkout goes, and the steps it takes when nobody dies."""

    card: str | None
    steps: tuple[Step, ...]
    ends: OrderState
    quantity: int = 1
    answer: ChallengeAnswer | None = None
    cart_silent: int = 0


PAID = (Step.COMMITTING, Step.CAPTURING)
ASKED = (Step.RESERVING, Step.AUTHORISING, Step.RENEWING, Step.ANSWERING)

STORIES = {
    "good card": Story(GOOD, (Step.RESERVING, Step.AUTHORISING, *PAID), OrderState.CONFIRMED),
    "late bank": Story(ANSWERS_LATE, (Step.RESERVING, Step.AUTHORISING, *PAID), OrderState.CONFIRMED),
    "cart away": Story(
        GOOD, (Step.RESERVING, Step.AUTHORISING, *PAID, Step.CLOSING), OrderState.CONFIRMED, cart_silent=1
    ),
    "cash": Story(None, (Step.RESERVING, Step.COMMITTING, Step.CONFIRMING), OrderState.CONFIRMED),
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


async def played(shop: OrderShop, story: Story, deps: Deps) -> None:
    """As far as it comes in this process."""
    try:
        order = await shop.places(shop.checkout(story.quantity), story.card, deps=deps)
        if story.answer and order.payment.challenge:
            await challenges.answer_challenge(deps, order.id, Reader(ALICE, None), story.answer)
    except (CheckoutFailure, NoChallenge):
        return


async def carried_on(shop: OrderShop, story: Story, deps: Deps) -> None:
    """Another process finds what was left, and the shopper answers if that is still wanted."""
    await shop.leases_run_out()
    await shop.others_carry_on(deps)
    order = await shop.only_order()
    if story.answer and order.payment.challenge:
        await deps.sagas.signal(KIND, order.id, story.answer)
        await deps.sagas.settled()


class CheckoutWorld:
    def __init__(self, shop: OrderShop) -> None:
        self.shop = shop

    async def play(self, story: Story, crash_point: CrashPoint) -> None:
        self.shop.checkouts.silent = story.cart_silent
        deps = self.shop.replica(crash_point)
        await played(self.shop, story, deps)
        await deps.sagas.settled()

    async def carry_on(self, story: Story, crash_point: CrashPoint) -> None:
        await carried_on(self.shop, story, self.shop.replica(crash_point))

    async def is_over(self) -> bool:
        return (await self.shop.only_order()).state is not OrderState.PENDING

    async def wait_an_hour(self) -> None:
        self.shop.clock.advance(hours=1)

    async def truths_hold(self, story: Story, *, as_told: bool) -> None:
        order = await self.shop.only_order()
        assert not as_told or order.state is story.ends
        await self.shop.truths_hold(order)


class TestCheckoutDies(SagaCrashes):
    """At every point of every story, on stores in memory."""

    stories = STORIES
    keep_dying = ("good card", "capture refused", "approved")

    @pytest.fixture
    def world(self) -> CheckoutWorld:
        return CheckoutWorld(OrderShop(MemoryKept(), place_wait_s=0.2, bank_deadline_s=0.02))


class TestCheckoutDiesOnPostgres(SagaCrashes):
    """The longest way forward and the longest way back, on the real ones."""

    stories = {name: STORIES[name] for name in ("approved", "capture refused")}  # noqa: RUF012
    keep_dying = ("capture refused",)

    @pytest.fixture
    def world(self, kept: PostgresKept) -> CheckoutWorld:
        return CheckoutWorld(OrderShop(kept, place_wait_s=0.2))


@pytest.mark.parametrize("name", ["good card", "capture refused", "declined"])
@pytest.mark.parametrize("after_s", [0.0, 0.04, 0.08])
async def test_a_process_that_only_slept_does_no_harm_when_it_wakes(
    real_shop: OrderShop, name: str, after_s: float
) -> None:
    real_shop.bank._latency_s = 0.04
    story, slow, other = STORIES[name], real_shop.replica(), real_shop.replica()

    playing = asyncio.create_task(played(real_shop, story, slow))
    while not await real_shop.kept.all_orders():  # noqa: ASYNC110 (it happens in the database)
        await asyncio.sleep(0.001)
    await asyncio.sleep(after_s)
    await carried_on(real_shop, story, other)
    await playing

    order = await real_shop.only_order()
    assert order.state is story.ends
    await real_shop.truths_hold(order)


async def test_a_living_process_keeps_its_lease(real_shop: OrderShop) -> None:
    real_shop.bank._latency_s = 0.15
    slow = real_shop.replica(no_crash, Pace(lease_s=0.2))

    playing = asyncio.create_task(played(real_shop, STORIES["good card"], slow))
    for _ in range(8):
        await asyncio.sleep(0.05)
        assert await real_shop.kept.sagas.list_due([KIND], real_shop.clock.now(), 10) == []
    await playing

    await real_shop.truths_hold(await real_shop.only_order())


def test_the_pace_of_retries_is_bounded() -> None:
    assert QUICK.pause_s(1) <= QUICK.longest_pause_s
    assert Pace().pause_s(1000) == Pace().longest_pause_s
