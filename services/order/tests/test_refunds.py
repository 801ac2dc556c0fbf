"""Money that was taken at once, as many ways to pay do, is given back when the order comes to nothing."""

from __future__ import annotations

import pytest

from souk_order.domain.failures import ReservationExpired
from souk_order.domain.states import OrderState, PaymentState
from souk_order.testing.shop import TAKES_AT_ONCE, OrderShop


async def test_what_was_taken_at_once_is_refunded_when_the_goods_are_gone(real_shop: OrderShop) -> None:
    real_shop.stock.lapses = True

    with pytest.raises(ReservationExpired, match=r"What you paid has been refunded\."):
        await real_shop.places(number=TAKES_AT_ONCE)

    order = await real_shop.only_order()
    assert (order.state, order.payment.state) == (OrderState.CANCELLED, PaymentState.REFUNDED)
    assert await real_shop.refunded() == order.totals.total.amount
    assert real_shop.stock.left["MUG"] == 5


async def test_what_was_taken_at_once_buys_an_order(real_shop: OrderShop) -> None:
    order = await real_shop.places(number=TAKES_AT_ONCE)

    assert (order.state, order.payment.last4) == (OrderState.CONFIRMED, "0077")
    await real_shop.truths_hold(order)
