"""What a shopper's request becomes, with the simulated bank, in memory."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest

from kit.http.auth import Shopper
from souk_order.actions import placing, reading
from souk_order.actions.deps import OpenOrders
from souk_order.actions.placing import OrderRequest
from souk_order.actions.reading import Reader
from souk_order.domain.orders import Order
from souk_order.domain.payments import Method
from souk_order.domain.refusals import (
    CheckoutAlreadyOrdered,
    CheckoutNotFound,
    CheckoutUnavailable,
    OrderNotFound,
    OutOfStock,
    PaymentDeclined,
    PaymentNotCaptured,
    TooManyOpenOrders,
)
from souk_order.domain.states import OrderState
from souk_order.testing.examples import ALICE, inr
from souk_order.testing.shop import ANSWERS_LATE, CHALLENGES, DECLINES, REFUSES_CAPTURE, OrderShop

ALICE_READS = Reader(ALICE, None)


async def test_a_card_that_is_good_makes_a_confirmed_order(shop: OrderShop) -> None:
    order = await shop.places(shop.checkout(quantity=2))

    assert (order.state, order.payment.state, order.payment.last4) == ("confirmed", "captured", "4242")
    assert shop.stock.left["MUG"] == 3
    assert await shop.charges() == [("captured", 1)]
    assert await shop.announced() == ["order.placed.v1"]


async def test_cash_on_delivery_asks_no_bank(shop: OrderShop) -> None:
    order = await shop.places(number=None)

    assert (order.state, order.payment.state) == ("confirmed", "due")
    assert await shop.charges() == []
    assert await shop.announced() == ["order.placed.v1"]


async def test_a_declined_card_loses_nothing_and_another_card_may_follow(shop: OrderShop) -> None:
    checkout = shop.checkout()

    with pytest.raises(PaymentDeclined) as declined:
        await shop.places(checkout, DECLINES)

    assert declined.value.fix
    assert shop.stock.left["MUG"] == 5
    assert (await shop.only_order()).state is OrderState.CANCELLED
    assert await shop.announced() == ["order.cancelled.v1"]
    assert (await shop.places(checkout)).state is OrderState.CONFIRMED


async def test_a_declined_request_sent_again_with_its_key_is_declined_again(shop: OrderShop) -> None:
    checkout, key = shop.checkout(), "the-same-key"

    for _ in range(2):
        with pytest.raises(PaymentDeclined):
            await shop.places(checkout, DECLINES, key=key)

    assert len(await shop.kept.all_orders()) == 1


async def test_what_is_not_in_stock_is_refused_before_any_charge(shop: OrderShop) -> None:
    with pytest.raises(OutOfStock) as refused:
        await shop.places(shop.checkout(quantity=6))

    assert refused.value.facts == {"sku": "MUG", "wanted": 6, "left": 5}
    assert await shop.charges() == []
    assert shop.stock.left["MUG"] == 5


async def test_a_capture_that_fails_lets_go_of_the_money_and_puts_the_goods_back(shop: OrderShop) -> None:
    with pytest.raises(PaymentNotCaptured):
        await shop.places(number=REFUSES_CAPTURE)

    assert await shop.charges() == [("voided", 0)]
    assert shop.stock.left["MUG"] == 5


async def test_a_bank_that_answers_late_is_asked_by_key_and_charges_once(shop: OrderShop) -> None:
    order = await shop.places(number=ANSWERS_LATE)

    assert order.state is OrderState.CONFIRMED
    assert await shop.charges() == [("captured", 1)]


async def test_a_cart_that_is_away_delays_no_order_and_is_told_as_soon_as_it_answers(shop: OrderShop) -> None:
    shop.checkouts.silent = 3

    order = await shop.places()

    assert order.state is OrderState.CONFIRMED
    await shop.deps.sagas.settled()
    assert shop.checkouts.closed == {order.checkout_id: order.id}
    assert await shop.announced() == ["order.placed.v1"]


async def test_goods_cannot_be_held_for_nothing(shop: OrderShop) -> None:
    shop.stock.left["MUG"] = 5000
    shop.open_orders = OpenOrders(per_shopper=3, per_address=20)
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
    shop.open_orders = OpenOrders(per_shopper=2, per_address=20)
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


async def test_a_customer_on_a_second_device_hears_that_the_checkout_is_an_order(shop: OrderShop) -> None:
    checkout = shop.checkout()
    await shop.places(checkout, shopper=Shopper(ALICE, uuid4()))

    with pytest.raises(CheckoutAlreadyOrdered):
        await shop.places(checkout, shopper=Shopper(ALICE, uuid4()))


async def test_an_unknown_card_token_is_declined(shop: OrderShop) -> None:
    quote = shop.checkout()
    request = OrderRequest(quote.checkout_id, quote.totals.total, Method.CARD, "sim_made_up")

    with pytest.raises(PaymentDeclined):
        await placing.place_order(shop.deps, Shopper(ALICE, None), request, "a-key-of-mine")


async def test_an_unknown_checkout_makes_no_order(shop: OrderShop) -> None:
    request = OrderRequest(uuid4(), inr(1), Method.CASH_ON_DELIVERY, None)

    with pytest.raises(CheckoutNotFound):
        await placing.place_order(shop.deps, Shopper(ALICE, None), request, "a-key-of-mine")

    assert await shop.kept.all_orders() == []


async def test_the_same_request_sent_twice_at_once_is_one_order(shop: OrderShop) -> None:
    checkout, key = shop.checkout(), "double-click"

    first, second = await asyncio.gather(
        shop.places(checkout, key=key), shop.places(checkout, key=key, deps=shop.replica())
    )

    assert first.id == second.id
    assert first.state is second.state is OrderState.CONFIRMED
    assert await shop.charges() == [("captured", 1)]


async def test_a_checkout_becomes_one_order_even_under_another_key(shop: OrderShop) -> None:
    checkout = shop.checkout()
    order = await shop.places(checkout)

    with pytest.raises(CheckoutAlreadyOrdered) as refused:
        await shop.places(checkout)

    assert refused.value.facts["order_id"] == str(order.id)
    assert await shop.charges() == [("captured", 1)]


async def test_a_strangers_checkout_is_not_to_be_found(shop: OrderShop) -> None:
    checkout = shop.checkout()
    await shop.places(checkout)

    with pytest.raises(CheckoutNotFound):
        await shop.places(checkout, shopper=Shopper(uuid4(), None))


async def test_sixteen_buyers_of_five_mugs_make_five_orders(shop: OrderShop) -> None:
    answers = await asyncio.gather(
        *(shop.places(shopper=Shopper(None, uuid4())) for _ in range(16)), return_exceptions=True
    )

    assert [type(answer) for answer in answers if isinstance(answer, BaseException)] == [OutOfStock] * 11
    assert shop.stock.left["MUG"] == 0
    assert await shop.charges() == [("captured", 1)] * 5
    assert (await shop.announced()).count("order.placed.v1") == 5


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
    await asyncio.sleep(0.1)
    shop.clock.advance(seconds=121)

    with pytest.raises(CheckoutUnavailable):
        await task

    assert await shop.charges() == [("voided", 0)]
    assert shop.stock.left["MUG"] == 5


async def test_an_order_is_shown_to_its_customer_and_to_who_holds_its_link(shop: OrderShop) -> None:
    order = await shop.places()
    link = shop.links.token(order.id)

    for reader in (ALICE_READS, Reader(None, link), Reader(uuid4(), link)):
        assert (await reading.show_order(shop.deps, order.id, reader)).id == order.id
    for stranger in (Reader(None, None), Reader(uuid4(), None), Reader(None, "guess"), Reader(None, "")):
        with pytest.raises(OrderNotFound):
            await reading.show_order(shop.deps, order.id, stranger)


async def test_a_guest_id_opens_no_order(shop: OrderShop) -> None:
    order = await shop.places(shopper=Shopper(None, ALICE))

    with pytest.raises(OrderNotFound):
        await reading.show_order(shop.deps, order.id, ALICE_READS)


async def test_history_is_newest_first_and_leaves_out_what_came_to_nothing(shop: OrderShop) -> None:
    orders = [await shop.places() for _ in range(3)]
    with pytest.raises(PaymentDeclined):
        await shop.places(number=DECLINES)

    first = await reading.list_orders(shop.deps, ALICE, None, 2)
    rest = await reading.list_orders(shop.deps, ALICE, first[-1].id, 2)

    assert [order.id for order in (*first, *rest)] == [order.id for order in reversed(orders)]
