"""A checkout that cannot go on and is given up by an operator blocks its shopper no more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kit.sagas.engine import Sagas
from souk_order.actions.placing import OrderRequest
from souk_order.domain.failures import CheckoutAbandoned
from souk_order.domain.orders import Order
from souk_order.domain.placing import PlacingLimits
from souk_order.domain.states import OrderState, PaymentState
from souk_order.sagas.checkout import KIND
from souk_order.testing.shop import GOOD, QUICK, OrderShop

HASTY = replace(QUICK, most_failures=1)


async def parked(shop: OrderShop, request: OrderRequest, at: str) -> tuple[Order, Sagas]:
    """An order whose saga met a fault at that verb of the stock."""
    deps = shop.replica(pace=HASTY)
    shop.stock.broken.add(at)
    order = await shop.sends(request, deps=deps, key="the-key-of-it")
    shop.stock.broken.clear()
    return order, deps.sagas


async def given_up(shop: OrderShop, order: Order, sagas: Sagas) -> Order:
    saga = await shop.kept.sagas.find(KIND, order.id)
    assert saga
    assert saga.parked
    await shop.kept.sagas.ask_to_abandon(saga.id)
    await sagas.end_abandoned()
    return await shop.deps.orders.get(order.id)


@pytest.mark.parametrize(("at", "payment"), [("reserve", PaymentState.PENDING), ("commit", PaymentState.AUTHORISED)])
async def test_an_abandoned_checkout_says_so_and_may_be_placed_again(
    real_shop: OrderShop, at: str, payment: PaymentState
) -> None:
    real_shop.placing_limits = PlacingLimits(open_per_shopper=1, open_per_address=20, declines_per_address=20)
    request = await real_shop.request(real_shop.checkout())
    order, sagas = await parked(real_shop, request, at)
    assert (order.state, order.payment.state) == (OrderState.PENDING, payment)

    abandoned = await given_up(real_shop, order, sagas)
    with pytest.raises(CheckoutAbandoned):
        await real_shop.sends(request, key="the-key-of-it")
    again = await real_shop.places(real_shop.checkouts.quotes[order.checkout_id], GOOD)

    assert (abandoned.state, abandoned.payment.state) == (OrderState.CANCELLED, PaymentState.VOIDED)
    assert again.state is OrderState.CONFIRMED
    assert await real_shop.announced() == ["order.cancelled.v1", "order.placed.v1"]


async def test_a_confirmed_order_whose_cart_is_never_told_stays_confirmed(real_shop: OrderShop) -> None:
    real_shop.checkouts.silent = 1
    real_shop.checkouts.broken = True
    deps = real_shop.replica(pace=HASTY)
    order = await real_shop.places(deps=deps)
    await deps.sagas.settled()

    assert (await given_up(real_shop, order, deps.sagas)).state is OrderState.CONFIRMED
