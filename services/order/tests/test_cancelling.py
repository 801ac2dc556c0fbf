"""A shopper cancels before the parcel leaves: it is stopped, the money and the goods go back, once and for all."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from contracts.order import OrderCancelled
from souk_order.actions.cancelling import cancel_order
from souk_order.actions.reading import Reader
from souk_order.actions.refunding import refund_order
from souk_order.domain.cancelling import NotToBeCancelled, TooLateToCancel
from souk_order.domain.failures import PaymentDeclined
from souk_order.domain.orders import Order
from souk_order.domain.refunds import NotRefundable, Wanted
from souk_order.domain.refusals import OrderNotFound
from souk_order.domain.states import OrderState, PaymentState
from souk_order.testing.examples import ALICE, inr
from souk_order.testing.parcels import followed, report
from souk_order.testing.requests import placed, request
from souk_order.testing.shop import DECLINES, OrderShop
from souk_order.testing.waiting import until
from testkit.clients import ServiceClient
from testkit.mail import rendered

STAFF = UUID(int=7)
BY_ALICE = Reader(ALICE, None)


async def cancels(shop: OrderShop, order: Order) -> Order:
    return await cancel_order(shop.deps, order.id, BY_ALICE)


@pytest.mark.parametrize("number", ["4242424242424242", None])
async def test_money_and_goods_go_back_and_it_is_told_once(real_shop: OrderShop, number: str | None) -> None:
    order = await real_shop.places(real_shop.checkout(quantity=2), number)

    cancelled = await asyncio.gather(*(cancels(real_shop, order) for _ in range(3)))
    await cancels(real_shop, order)

    assert {each.state for each in cancelled} == {OrderState.CANCELLED}
    assert real_shop.parcels.stopped == [order.id]
    assert await real_shop.refunded() == (order.totals.total.amount if number else 0)
    assert real_shop.stock.left["MUG"] == real_shop.on_shelf
    assert await real_shop.announced() == ["order.placed.v1", "order.cancelled.v1"]
    assert [at.id for at in await real_shop.deps.orders.list_of(ALICE, None, 5)] == [order.id]


async def test_what_cost_nothing_is_cancelled_though_nothing_goes_back(real_shop: OrderShop) -> None:
    free = real_shop.checkout(discount=real_shop.checkout().totals.total.amount)
    order = await real_shop.places(free)

    cancelled = await cancels(real_shop, order)

    assert (order.totals.total.amount, cancelled.state) == (0, OrderState.CANCELLED)
    assert real_shop.stock.left["MUG"] == real_shop.on_shelf


async def test_followers_learn_what_no_longer_is_revenue(shop: OrderShop) -> None:
    placed, declined = await shop.places(), shop.checkout()
    with pytest.raises(PaymentDeclined):
        await shop.places(declined, DECLINES)

    await cancels(shop, placed)

    told = [each for each in shop.kept.orders.published if isinstance(each, OrderCancelled)]  # type: ignore[attr-defined]
    assert [each.total for each in told] == [None, placed.totals.total]


async def test_it_is_written_to_the_shopper(shop: OrderShop) -> None:
    order = await cancels(shop, await shop.places())

    mail = shop.kept.orders.posted[-1]  # type: ignore[attr-defined]
    assert mail.kind == "order-cancelled"
    assert "₹548 to the card ending 4242" in rendered("order", mail).text
    assert order.payment.state is PaymentState.REFUNDED


async def test_it_is_too_late_once_the_parcel_has_left(shop: OrderShop) -> None:
    told, not_told = await shop.places(), await shop.places()
    await followed(shop, told, report(told.id, "picked_up"))
    shop.parcels.left.add(not_told.id)

    for order in (told, not_told, not_told):
        with pytest.raises(TooLateToCancel):
            await cancels(shop, order)

    assert await shop.refunded() == 0
    shipped = await followed(shop, not_told, report(not_told.id, "picked_up"))
    assert shipped.state is OrderState.SHIPPED
    await refund_order(shop.deps, not_told.id, Wanted(other=inr(100)), STAFF, "key-of-it")


async def test_what_was_given_back_in_part_is_not_cancelled_and_what_is_cancelled_not_given_back(
    shop: OrderShop,
) -> None:
    partly, cancelled = await shop.places(), await shop.places()
    await refund_order(shop.deps, partly.id, Wanted(other=inr(100)), STAFF, "key-of-it")
    await cancels(shop, cancelled)

    with pytest.raises(NotToBeCancelled):
        await cancels(shop, partly)
    with pytest.raises(NotRefundable):
        await refund_order(shop.deps, cancelled.id, Wanted(whole=True), STAFF, "key-of-it")

    assert await shop.refunded() == 100 + cancelled.totals.total.amount


async def test_a_cancellation_survives_whoever_is_away(shop: OrderShop) -> None:
    shop.place_wait_s = 0.05
    order = await shop.places()
    shop.deps = shop.replica()
    shop.parcels.silent, shop.stock.silent["release"], shop.stock.silent_after["release"] = 3, 2, 2

    await cancels(shop, order)
    with pytest.raises(NotRefundable):
        await refund_order(shop.deps, order.id, Wanted(whole=True), STAFF, "key-of-it")

    async def done() -> bool:
        await shop.deps.sagas.take_over_due()
        return (await shop.deps.orders.get(order.id)).state is OrderState.CANCELLED

    await until(done)
    assert await shop.refunded() == order.totals.total.amount
    assert shop.stock.left["MUG"] == shop.on_shelf


async def test_who_holds_the_order_or_its_link_cancels_and_nobody_else(client: ServiceClient) -> None:
    order = (await placed(client, await request(client))).json()
    path, link = f"/orders/{order['id']}/cancellation", {"x-order-token": order["link_token"]}

    assert (await client.as_customer().post(path)).status_code == 404
    answer = await client.as_anyone().post(path, headers=link)

    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled"), answer.text
    assert answer.json()["payment"]["state"] == "refunded"
    assert [call.path for call in client.calls.asked if call.service == "logistics"] == [f"/orders/{order['id']}/stop"]


async def test_strangers_learn_nothing(shop: OrderShop) -> None:
    order = await shop.places()

    with pytest.raises(OrderNotFound):
        await cancel_order(shop.deps, order.id, Reader(None, "guessed"))
