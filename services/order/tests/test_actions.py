"""What a shopper's request becomes, with the simulated bank, in memory."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from kit.data.idempotency import IdempotencyKeyReused
from kit.http.auth import Shopper
from souk_order.actions import placing
from souk_order.actions.placing import OrderRequest
from souk_order.domain.failures import OutOfStock, PaymentDeclined, PaymentNotCaptured, PromotionUsedUp
from souk_order.domain.payments import Method
from souk_order.domain.refusals import CheckoutAlreadyOrdered, CheckoutNotFound
from souk_order.domain.states import OrderState
from souk_order.testing.examples import ALICE, a_quote, inr
from souk_order.testing.shop import ANSWERS_LATE, CHALLENGES, DECLINES, REFUSES_CAPTURE, OrderShop


async def test_a_card_that_is_good_makes_a_confirmed_order(shop: OrderShop) -> None:
    order = await shop.places(shop.checkout(quantity=2))

    assert (order.state, order.payment.state, order.payment.last4) == ("confirmed", "captured", "4242")
    assert shop.stock.left["MUG"] == 3
    assert await shop.charges() == [("captured", 1)]
    assert await shop.announced() == ["order.placed.v1"]


async def test_plenty_of_goods_are_sold_when_they_are_reserved_and_few_are_held(shop: OrderShop) -> None:
    shop.stock.left["MUG"] = 50
    shop.stock.broken.add("commit")

    plenty = await shop.places()
    shop.stock.left["MUG"] = 5
    few = await shop.places(number=CHALLENGES)

    assert (plenty.state, plenty.goods_sold, few.goods_sold) == (OrderState.CONFIRMED, True, False)


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
    request = await shop.request(shop.checkout(), DECLINES)

    for _ in range(2):
        with pytest.raises(PaymentDeclined):
            await shop.sends(request, key="the-same-key")

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
    request, key = await shop.request(shop.checkout()), "double-click"

    first, second = await asyncio.gather(
        shop.sends(request, key=key), shop.sends(request, key=key, deps=shop.replica())
    )

    assert first.id == second.id
    assert first.state is second.state is OrderState.CONFIRMED
    assert await shop.charges() == [("captured", 1)]


async def test_a_request_sent_again_gets_its_order_whatever_became_of_cart_and_order_meanwhile(shop: OrderShop) -> None:
    request, key = await shop.request(shop.checkout()), "an answer that was lost"
    order = await shop.sends(request, key=key)
    shop.checkouts.quotes.clear()

    assert (await shop.sends(request, key=key)).id == order.id


async def test_a_key_that_comes_with_another_request_is_refused(shop: OrderShop) -> None:
    key = "the-same-key"
    await shop.places(key=key)

    with pytest.raises(IdempotencyKeyReused):
        await shop.places(number=None, key=key)

    assert len(await shop.kept.all_orders()) == 1


async def test_a_checkout_becomes_one_order_even_under_another_key(shop: OrderShop) -> None:
    checkout = shop.checkout()
    order = await shop.places(checkout)

    with pytest.raises(CheckoutAlreadyOrdered) as refused:
        await shop.places(checkout)

    assert refused.value.facts["order_id"] == str(order.id)
    assert await shop.charges() == [("captured", 1)]


async def test_a_guest_who_lost_the_answer_gets_back_to_the_order_and_a_customer_or_stranger_gets_no_link(
    shop: OrderShop,
) -> None:
    guest, checkout, customers = Shopper(None, uuid4()), shop.checkout(), shop.checkout()
    order = await shop.places(checkout, CHALLENGES, shopper=guest)
    await shop.places(customers)

    with pytest.raises(CheckoutAlreadyOrdered) as refused:
        await shop.places(checkout, shopper=guest)
    with pytest.raises(CheckoutAlreadyOrdered) as customer:
        await shop.places(customers)
    with pytest.raises(CheckoutNotFound) as stranger:
        await shop.places(checkout, shopper=Shopper(None, uuid4()))

    assert shop.links.opens(order.id, str(refused.value.facts["link_token"]))
    assert "link_token" not in {**customer.value.facts, **stranger.value.facts}


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


async def test_a_coupon_that_others_used_up_says_so_and_the_same_checkout_goes_on_without(shop: OrderShop) -> None:
    shop.checkouts.limit = 0
    quote = shop.checkout(discount=5000)

    with pytest.raises(PromotionUsedUp) as refused:
        await shop.places(quote)
    shop.checkouts.add(a_quote(checkout_id=quote.checkout_id))
    order = await shop.places(shop.checkouts.quotes[quote.checkout_id])

    assert refused.value.facts == {"coupon": "WELCOME"}
    assert await shop.charges() == [("captured", 1)]
    assert (order.state, order.totals.total) == (OrderState.CONFIRMED, inr(54800))


async def test_an_order_keeps_what_each_line_was_paid_with_and_a_coupon_for_one_is_one_orders(shop: OrderShop) -> None:
    order = await shop.places(shop.checkout(discount=5000))

    with pytest.raises(PromotionUsedUp):
        await shop.places(shop.checkout(discount=5000))

    assert [(line.line_total, line.discount, line.paid) for line in order.lines] == [
        (inr(49900), inr(5000), inr(44900))
    ]
    assert set(shop.checkouts.claims) == {order.id}
