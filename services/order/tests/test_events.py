"""What an order makes of the carrier's reports, whatever their order and number."""

from __future__ import annotations

from uuid import uuid4

import pytest

from souk_order.domain.refusals import OrderNotFound
from souk_order.domain.states import OrderState, PaymentState
from souk_order.events import handlers
from souk_order.testing.parcels import followed, report
from souk_order.testing.shop import OrderShop


async def test_a_parcel_takes_the_order_along(shop: OrderShop) -> None:
    order = await shop.places()

    assert (await followed(shop, order, report(order.id, "created"))).state is OrderState.CONFIRMED
    assert (await followed(shop, order, report(order.id, "picked_up"))).state is OrderState.SHIPPED
    assert (await followed(shop, order, report(order.id, "in_transit"))).state is OrderState.SHIPPED
    assert (await followed(shop, order, report(order.id, "delivered"))).state is OrderState.DELIVERED


async def test_cash_is_collected_on_delivery(shop: OrderShop) -> None:
    order = await shop.places(number=None)

    delivered = await followed(shop, order, report(order.id, "picked_up"), report(order.id, "delivered"))

    assert (delivered.state, delivered.payment.state) == (OrderState.DELIVERED, PaymentState.COLLECTED)


async def test_a_redelivered_report_changes_nothing(shop: OrderShop) -> None:
    order = await shop.places(number=None)
    delivered = report(order.id, "delivered")

    after = await followed(shop, order, delivered, delivered, delivered)

    assert [moment.state.value for moment in after.timeline] == ["pending", "confirmed", "delivered"]
    assert after.payment.state is PaymentState.COLLECTED


async def test_reports_in_the_wrong_order_never_take_an_order_back(shop: OrderShop) -> None:
    order = await shop.places()

    after = await followed(
        shop, order, report(order.id, "delivered"), report(order.id, "picked_up"), report(order.id, "created")
    )

    assert after.state is OrderState.DELIVERED


async def test_reports_that_come_together_are_followed_one_after_the_other(shop: OrderShop) -> None:
    first, second = [await shop.places(number=None) for _ in range(2)]
    reports = [
        report(first.id, "picked_up"), report(second.id, "picked_up"), report(first.id, "in_transit"),
        report(first.id, "delivered"),
    ]  # fmt: skip

    for _ in range(2):  # the second time changes nothing
        await handlers.handle_all(reports[0].subject, [each.model_dump_json() for each in reports], shop.deps)

    arrived, on_its_way = [await shop.deps.orders.get(order.id) for order in (first, second)]
    assert [moment.state.value for moment in arrived.timeline] == ["pending", "confirmed", "shipped", "delivered"]
    assert (arrived.state, arrived.payment.state) == (OrderState.DELIVERED, PaymentState.COLLECTED)
    assert (on_its_way.state, on_its_way.payment.state) == (OrderState.SHIPPED, PaymentState.DUE)


async def test_of_reports_that_come_together_one_that_fails_changes_nothing(shop: OrderShop) -> None:
    order = await shop.places()
    reports = [report(order.id, "picked_up"), report(uuid4(), "picked_up")]

    with pytest.raises(OrderNotFound):
        await handlers.handle_all(reports[0].subject, [each.model_dump_json() for each in reports], shop.deps)

    assert (await shop.deps.orders.get(order.id)).state is OrderState.CONFIRMED


async def test_a_report_about_an_unknown_order_is_not_swallowed(shop: OrderShop) -> None:
    event = report(uuid4(), "delivered")

    with pytest.raises(OrderNotFound):
        await handlers.handle(event.subject, event.model_dump_json(), shop.deps)


def test_the_order_service_follows_what_the_manifest_says() -> None:
    assert handlers.subjects == ("logistics.parcel-moved.v1",)
