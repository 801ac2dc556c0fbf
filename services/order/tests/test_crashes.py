"""The process dies at every point of a checkout; another one finishes or undoes the order.

What must hold whatever happens: nothing is charged twice or for nothing, stock is right, and every accepted order is
announced exactly once.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

import pytest

from kit.sagas.pace import CrashPoint, Pace, Place, no_crash
from souk_order.actions import challenges, simulation
from souk_order.actions.deps import Deps
from souk_order.actions.reading import Reader
from souk_order.domain.failures import CheckoutFailure
from souk_order.domain.orders import Order
from souk_order.domain.payments import ChallengeAnswer, Redirect
from souk_order.domain.refusals import NoChallenge
from souk_order.domain.states import OrderState, PaymentState
from souk_order.sagas.checkout import KIND
from souk_order.sagas.moves import Step
from souk_order.sagas.peers import FIRST_LOOK_S
from souk_order.testing.examples import ALICE
from souk_order.testing.kept import MemoryKept, PostgresKept
from souk_order.testing.shop import (
    ANSWERS_LATE,
    CHALLENGES,
    DECLINES,
    GOOD,
    QUICK,
    REDIRECTS,
    REFUSES_CAPTURE,
    TAKES_AT_ONCE,
    OrderShop,
)
from souk_order.testing.waiting import until
from testkit.sagas import Killed, SagaCrashes


@dataclass(frozen=True)
class Story:
    """How one checkout goes, and the steps it takes when nobody dies."""

    card: str | None
    steps: tuple[Step, ...]
    ends: OrderState
    quantity: int = 1
    answer: ChallengeAnswer | None = None
    cart_silent: int = 0
    at_the_bank: ChallengeAnswer | None = None  # answered on the bank's own page
    is_told: bool = True  # the bank's message arrives
    goods_lapse: bool = False
    on_shelf: int = 5
    discount: int = 0  # by a coupon for one
    claims_silent: int = 0
    claimed_by_others: bool = False


PAID = (Step.COMMITTING, Step.CAPTURING)
BEFORE_ASKED = (Step.HOLDING, Step.AUTHORISING, Step.RENEWING)
ASKED = (*BEFORE_ASKED, Step.ANSWERING)

STORIES = {
    "good card": Story(GOOD, (Step.HOLDING, Step.AUTHORISING, *PAID), OrderState.CONFIRMED),
    "good card, plenty of goods": Story(
        GOOD, (Step.HOLDING, Step.AUTHORISING, *PAID), OrderState.CONFIRMED, on_shelf=50
    ),
    "approved, plenty of goods": Story(
        CHALLENGES, (*ASKED, *PAID), OrderState.CONFIRMED, answer=ChallengeAnswer.APPROVE, on_shelf=50
    ),
    "rejected, plenty of goods": Story(
        CHALLENGES, (*ASKED, Step.RELEASING), OrderState.CANCELLED, answer=ChallengeAnswer.REJECT, on_shelf=50
    ),
    "coupon": Story(GOOD, (Step.CLAIMING, Step.HOLDING, Step.AUTHORISING, *PAID), OrderState.CONFIRMED, discount=5000),
    "coupon, cash, the cart's answer lost": Story(
        None, (Step.CLAIMING, Step.RESERVING, Step.CONFIRMING), OrderState.CONFIRMED, discount=5000, claims_silent=1
    ),
    "coupon, declined": Story(
        DECLINES,
        (Step.CLAIMING, Step.HOLDING, Step.AUTHORISING, Step.RELEASING),
        OrderState.CANCELLED,
        discount=5000,
    ),
    "coupon, used up": Story(GOOD, (Step.CLAIMING,), OrderState.CANCELLED, discount=5000, claimed_by_others=True),
    "late bank": Story(ANSWERS_LATE, (Step.HOLDING, Step.AUTHORISING, *PAID), OrderState.CONFIRMED),
    "cart away": Story(
        GOOD, (Step.HOLDING, Step.AUTHORISING, *PAID, Step.CLOSING), OrderState.CONFIRMED, cart_silent=1
    ),
    "cash": Story(None, (Step.RESERVING, Step.CONFIRMING), OrderState.CONFIRMED),
    "declined": Story(DECLINES, (Step.HOLDING, Step.AUTHORISING, Step.RELEASING), OrderState.CANCELLED),
    "sold out": Story(GOOD, (Step.HOLDING,), OrderState.CANCELLED, quantity=6),
    "capture refused": Story(
        REFUSES_CAPTURE,
        (Step.HOLDING, Step.AUTHORISING, *PAID, Step.VOIDING, Step.RELEASING),
        OrderState.CANCELLED,
    ),
    "approved": Story(CHALLENGES, (*ASKED, *PAID), OrderState.CONFIRMED, answer=ChallengeAnswer.APPROVE),
    "approved at the bank": Story(
        REDIRECTS, (*ASKED, *PAID), OrderState.CONFIRMED, at_the_bank=ChallengeAnswer.APPROVE
    ),
    "rejected at the bank": Story(
        REDIRECTS, (*ASKED, Step.RELEASING), OrderState.CANCELLED, at_the_bank=ChallengeAnswer.REJECT
    ),
    "approved at the bank, webhook lost": Story(
        REDIRECTS,
        (*BEFORE_ASKED, Step.CHALLENGED, *PAID),
        OrderState.CONFIRMED,
        at_the_bank=ChallengeAnswer.APPROVE,
        is_told=False,
    ),
    "taken at once, goods gone": Story(
        TAKES_AT_ONCE,
        (Step.HOLDING, Step.AUTHORISING, Step.COMMITTING, Step.VOIDING, Step.REFUNDING, Step.RELEASING),
        OrderState.CANCELLED,
        goods_lapse=True,
    ),
    "rejected": Story(CHALLENGES, (*ASKED, Step.RELEASING), OrderState.CANCELLED, answer=ChallengeAnswer.REJECT),
}


async def played(shop: OrderShop, story: Story, deps: Deps) -> None:
    """As far as it comes in this process."""
    try:
        request = await shop.request(shop.checkout(story.quantity, story.discount), story.card)
        order = await shop.sends(replace(request, address="203.0.113.7"), deps=deps)
        if story.answer and order.payment.challenge:
            await challenges.answer_challenge(deps, order.id, Reader(ALICE, None), story.answer)
        await answered_at_the_bank(shop, story, order, deps)
    except (CheckoutFailure, NoChallenge):
        return


async def answered_at_the_bank(shop: OrderShop, story: Story, order: Order, deps: Deps) -> None:
    """And the bank tells the shop; where nobody waited for that yet, or it was lost, the shop asks by itself."""
    challenge = order.payment.challenge
    if story.at_the_bank is None or not isinstance(challenge, Redirect):
        return
    await simulation.answer_question(deps, challenge.url.rpartition("/")[2], story.at_the_bank)
    for body, headers in shop.messages if story.is_told else ():
        await challenges.take_webhook(deps, "simulated", headers, body)
    await deps.sagas.settled()
    if (await shop.only_order()).state is OrderState.PENDING:
        shop.clock.advance(seconds=FIRST_LOOK_S)
        await deps.sagas.take_over_due()
    await deps.sagas.settled()


async def carried_on(shop: OrderShop, story: Story, deps: Deps) -> None:
    """Another process finds what was left, and the shopper answers if that is still wanted."""
    await shop.leases_run_out()
    await shop.others_carry_on(deps)
    order = await shop.only_order()
    if story.answer and order.payment.challenge:
        await deps.sagas.signal(KIND, order.id, story.answer)
        await deps.sagas.settled()
    await answered_at_the_bank(shop, story, order, deps)


class CheckoutWorld:
    def __init__(self, shop: OrderShop) -> None:
        self.shop = shop

    async def play(self, story: Story, crash_point: CrashPoint) -> None:
        self.shop.checkouts.silent = story.cart_silent
        self.shop.checkouts.claims_silent = story.claims_silent
        self.shop.checkouts.limit = 0 if story.claimed_by_others else 1
        self.shop.stock.lapses = story.goods_lapse
        self.shop.on_shelf = self.shop.stock.left["MUG"] = story.on_shelf

        def dies_with_its_request(step: str, place: Place) -> None:
            try:
                crash_point(step, place)
            except Killed:
                playing.cancel()
                raise

        deps = self.shop.replica(dies_with_its_request)
        playing = asyncio.create_task(played(self.shop, story, deps))
        await asyncio.wait({playing})
        assert playing.cancelled() or playing.exception() is None
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
        assert await self.shop.kept.declines() == (order.payment.state is PaymentState.DECLINED)


class TestCheckoutDies(SagaCrashes):
    """At every point of every story, on stores in memory."""

    stories = STORIES
    keep_dying = (
        "good card",
        "coupon",
        "capture refused",
        "approved",
        "approved at the bank",
        "taken at once, goods gone",
    )

    @pytest.fixture
    def world(self) -> CheckoutWorld:
        return CheckoutWorld(OrderShop(MemoryKept(), bank_deadline_s=0.02))


class TestCheckoutDiesOnPostgres(SagaCrashes):
    """The longest way forward and the longest way back, and what is counted on it, on the real ones."""

    stories = {  # noqa: RUF012
        name: STORIES[name] for name in ("approved at the bank", "taken at once, goods gone", "declined")
    }
    keep_dying = ("taken at once, goods gone",)

    @pytest.fixture
    def world(self, kept: PostgresKept) -> CheckoutWorld:
        return CheckoutWorld(OrderShop(kept))


@pytest.mark.parametrize("name", ["good card", "capture refused", "declined"])
@pytest.mark.parametrize("after_s", [0.0, 0.04, 0.08])
async def test_a_process_that_only_slept_does_no_harm_when_it_wakes(
    real_shop: OrderShop, name: str, after_s: float
) -> None:
    real_shop.bank._latency_s = 0.04
    story, slow, other = STORIES[name], real_shop.replica(), real_shop.replica()

    playing = asyncio.create_task(played(real_shop, story, slow))
    await until(real_shop.kept.all_orders)
    await asyncio.sleep(after_s)  # what must hold holds wherever the first one is by then
    await carried_on(real_shop, story, other)
    await playing

    order = await real_shop.only_order()
    assert order.state is story.ends
    await real_shop.truths_hold(order)
    assert await real_shop.kept.declines() == (order.payment.state is PaymentState.DECLINED)


async def test_a_living_process_keeps_its_lease(real_shop: OrderShop, kept: PostgresKept) -> None:
    real_shop.bank._latency_s = 3600
    slow = real_shop.replica(no_crash, Pace(lease_s=2))
    lease_until = "select lease_until from kit_sagas where step = 'authorising'"

    playing = asyncio.create_task(played(real_shop, STORIES["good card"], slow))
    first = await until(lambda: kept.sql(lease_until))

    await until(lambda: kept.sql(f"select ({lease_until}) > $1", first))
    playing.cancel()
    await slow.sagas.stop()


def test_the_pace_of_retries_is_bounded() -> None:
    assert QUICK.pause_s(1) <= QUICK.longest_pause_s
    assert Pace().pause_s(1000) == Pace().longest_pause_s
