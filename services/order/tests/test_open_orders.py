"""Orders that wait for their payment hold goods: few at a time, and not for long."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest

from kit.http.auth import Shopper
from kit.http.limits import TooMany
from souk_order.actions import placing
from souk_order.actions.challenges import answer_challenge
from souk_order.actions.reading import Reader
from souk_order.domain.failures import PaymentDeclined
from souk_order.domain.orders import Order
from souk_order.domain.payments import ChallengeAnswer
from souk_order.domain.placing import PlacingLimits
from souk_order.domain.refusals import TooManyOpenOrders
from souk_order.domain.states import OrderState
from souk_order.testing.examples import ALICE
from souk_order.testing.shop import CHALLENGES, DECLINES, GOOD, OrderShop


async def test_goods_cannot_be_held_for_nothing(shop: OrderShop) -> None:
    shop.stock.left["MUG"] = 5000
    shop.placing_limits = PlacingLimits(open_per_shopper=3, open_per_address=20, declines_per_address=20)
    deps, answers = shop.replica(), list[Order | BaseException]()

    for _ in range(99):  # a new guest each time, from one address, who never answers the bank
        quote = shop.checkout(quantity=50)
        request = replace(await shop.request(quote, CHALLENGES), address="203.0.113.7")
        placing_it = placing.place_order(deps, Shopper(None, uuid4()), request, str(uuid4()))
        answers += await asyncio.gather(placing_it, return_exceptions=True)

    refused = [answer for answer in answers if isinstance(answer, TooManyOpenOrders)]
    assert len(refused) == 79
    assert refused[0].facts["retry_after_s"] == 60
    assert shop.stock.left["MUG"] == 4000
    assert (await shop.places()).state is OrderState.CONFIRMED  # from elsewhere


async def test_a_shopper_has_few_orders_open_at_a_time(shop: OrderShop) -> None:
    shop.placing_limits = PlacingLimits(open_per_shopper=2, open_per_address=20, declines_per_address=20)
    deps = shop.replica()
    for _ in range(2):
        await shop.places(number=CHALLENGES, deps=deps)

    with pytest.raises(TooManyOpenOrders):
        await shop.places(deps=deps)

    shop.clock.advance(seconds=301)
    await shop.others_carry_on()
    assert (await shop.places(deps=deps)).state is OrderState.CONFIRMED


async def test_a_challenge_that_holds_a_good_part_of_what_is_left_waits_a_short_time_only(shop: OrderShop) -> None:
    shop.stock.left["MUG"] = 1000
    plenty = await shop.places(number=CHALLENGES)
    shop.stock.left["MUG"] = 5
    scarce = await shop.places(number=CHALLENGES)

    shop.clock.advance(seconds=91)
    await shop.others_carry_on()

    assert (await shop.deps.orders.get(plenty.id)).state is OrderState.PENDING
    assert (await shop.deps.orders.get(scarce.id)).state is OrderState.CANCELLED
    assert shop.stock.left["MUG"] == 5


async def test_cards_cannot_be_tried_one_after_the_other(real_shop: OrderShop) -> None:
    """Whichever gateway and whichever instance they come through: the database counts."""
    real_shop.placing_limits = PlacingLimits(20, 20, declines_per_address=2)
    instances, here = [real_shop.replica(), real_shop.replica()], "203.0.113.7"

    async def tries(number: str, instance: int, address: str) -> Order:
        request = replace(await real_shop.request(real_shop.checkout(), number), address=address)
        return await placing.place_order(instances[instance], Shopper(None, uuid4()), request, str(uuid4()))

    for instance in (0, 1):
        with pytest.raises(PaymentDeclined):
            await tries(DECLINES, instance, here)
    for number in (DECLINES, GOOD):
        with pytest.raises(TooMany):
            await tries(number, 0, here)
    assert (await tries(GOOD, 0, "203.0.113.8")).state is OrderState.CONFIRMED
    assert len(await real_shop.charges()) == 3


async def declines(shop: OrderShop, *requests: str, number: str = DECLINES) -> list[Order | BaseException]:
    """From one address, by these keys; what each is told."""
    request = replace(await shop.request(shop.checkout(), number), address="203.0.113.7")
    sending = [shop.sends(request, key=key) for key in requests]
    return [answer for one in sending for answer in await asyncio.gather(one, return_exceptions=True)]


async def test_a_request_that_is_repeated_is_one_decline(real_shop: OrderShop) -> None:
    told = await declines(real_shop, "the-same-key", "the-same-key")

    assert [type(each) for each in told] == [PaymentDeclined, PaymentDeclined]
    assert await real_shop.kept.declines() == 1


async def test_a_decline_that_nobody_waits_for_any_more_counts(real_shop: OrderShop) -> None:
    real_shop.place_wait_s, real_shop.bank._latency_s = 0, 0.05
    real_shop.deps = real_shop.replica()

    (pending,) = await declines(real_shop, "the-only-key")
    await real_shop.deps.sagas.settled()

    assert isinstance(pending, Order)
    assert pending.state is OrderState.PENDING
    assert await real_shop.kept.declines() == 1


async def test_a_decline_after_the_banks_question_counts(real_shop: OrderShop) -> None:
    (asked,) = await declines(real_shop, "the-only-key", number=CHALLENGES)
    assert isinstance(asked, Order)
    assert await real_shop.kept.declines() == 0

    with pytest.raises(PaymentDeclined):
        await answer_challenge(real_shop.deps, asked.id, Reader(ALICE, None), ChallengeAnswer.REJECT)

    assert await real_shop.kept.declines() == 1
