"""Another service is away, or an answer is lost: the shopper loses nothing."""

from __future__ import annotations

import asyncio

import pytest

from souk_order.domain.failures import CheckoutUnavailable, PaymentDeclined
from souk_order.domain.states import OrderState
from souk_order.sagas.moves import Step
from souk_order.testing.shop import DECLINES, OrderShop
from souk_order.testing.waiting import until


async def test_a_cart_that_is_away_delays_no_order_and_is_told_as_soon_as_it_answers(shop: OrderShop) -> None:
    shop.checkouts.silent = 3

    order = await shop.places()

    assert order.state is OrderState.CONFIRMED
    await shop.deps.sagas.settled()
    assert shop.checkouts.closed == {order.checkout_id: order.id}
    assert await shop.announced() == ["order.placed.v1"]


@pytest.mark.parametrize("verb", ["reserve", "commit"])
@pytest.mark.parametrize("lost", ["silent", "silent_after"])
async def test_a_lost_request_or_answer_changes_nothing_for_the_shopper(shop: OrderShop, verb: str, lost: str) -> None:
    getattr(shop.stock, lost)[verb] = 2

    order = await shop.places()

    assert order.state is OrderState.CONFIRMED
    assert shop.stock.left["MUG"] == 4


async def test_a_release_whose_answer_is_lost_is_repeated_until_it_is_known(shop: OrderShop) -> None:
    shop.stock.silent_after["release"] = 3

    with pytest.raises(PaymentDeclined):
        await shop.places(number=DECLINES)

    assert shop.stock.left["MUG"] == 5


async def test_stock_that_cannot_be_reached_ends_in_an_order_undone_and_a_key_that_may_retry(shop: OrderShop) -> None:
    checkout, key = shop.checkout(), "the-same-key"
    shop.place_wait_s = 0.05
    deps = shop.replica()
    shop.stock.silent["reserve"] = 10_000
    pending = await shop.places(checkout, key=key, deps=deps)
    assert pending.state is OrderState.PENDING

    shop.clock.advance(seconds=121)
    await deps.sagas.settled()
    order = await shop.deps.orders.get(pending.id)
    assert order.failure is not None
    assert order.failure.code == "checkout-unavailable"

    shop.stock.silent.clear()
    again = await shop.places(checkout, key=key)
    assert again.id != pending.id
    assert again.state is OrderState.CONFIRMED


async def test_a_request_that_fails_for_want_of_a_service_says_so(shop: OrderShop) -> None:
    shop.stock.silent["commit"] = 10_000
    task = asyncio.create_task(shop.places())
    await until(lambda: shop.has_tried(Step.COMMITTING))
    shop.clock.advance(seconds=121)

    with pytest.raises(CheckoutUnavailable):
        await task

    assert await shop.charges() == [("voided", 0)]
    assert shop.stock.left["MUG"] == 5
