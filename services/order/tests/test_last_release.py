"""What the last release left behind, which saved each step of its own, is carried on by this one."""

from __future__ import annotations

import pytest

from souk_order.domain.orders import Order
from souk_order.domain.payments import Method
from souk_order.domain.states import OrderState
from souk_order.sagas.moves import Step
from souk_order.testing.kept import PostgresKept
from souk_order.testing.shop import GOOD, SHOP, TAKES_AT_ONCE, OrderShop
from testkit.sagas import Death

LEFT = (Step.RESERVING, Step.AUTHORISING, Step.COMMITTING)


async def left_in(shop: OrderShop, kept: PostgresKept, step: Step, card: str) -> Order:
    """By a process of the last release that died before it saved the outcome of this step's call."""
    deps = shop.replica(Death(Step.HOLDING, "before call"))
    await shop.places(number=card, deps=deps)
    await deps.sagas.settled()
    order = await shop.only_order()
    await shop.stock.reserve(order.reservation_key, order.lines, 180)
    if step is not Step.RESERVING:
        await shop.cards.authorise(order.charge_key, order.totals.total, order.payment.token, SHOP)
    if step is Step.COMMITTING:
        async with kept.orders.transaction() as orders:
            await orders.save(order.authorised("4242"))
        await shop.stock.commit(order.reservation_key)
    await kept.sql("update kit_sagas set step = $1", step)
    await shop.leases_run_out()
    return order


@pytest.mark.parametrize("card", [GOOD, TAKES_AT_ONCE])
@pytest.mark.parametrize("step", LEFT)
async def test_a_checkout_in_any_step_is_finished(
    real_shop: OrderShop, kept: PostgresKept, step: Step, card: str
) -> None:
    real_shop.place_wait_s = 0.1
    await left_in(real_shop, kept, step, card)

    await real_shop.others_carry_on()

    order = await real_shop.only_order()
    assert (order.state, order.payment.method) == (OrderState.CONFIRMED, Method.CARD)
    await real_shop.truths_hold(order)


@pytest.mark.parametrize("card", [GOOD, TAKES_AT_ONCE])
@pytest.mark.parametrize("step", LEFT)
async def test_a_checkout_in_any_step_is_undone_when_its_time_is_over(
    real_shop: OrderShop, kept: PostgresKept, step: Step, card: str
) -> None:
    real_shop.place_wait_s = 0.1
    await left_in(real_shop, kept, step, card)
    real_shop.clock.advance(hours=1)

    await real_shop.others_carry_on()

    order = await real_shop.only_order()
    assert order.state is OrderState.CANCELLED
    await real_shop.truths_hold(order)
