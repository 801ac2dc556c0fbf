"""Who sees which orders."""

from __future__ import annotations

from uuid import uuid4

import pytest

from kit.http.auth import Shopper
from souk_order.actions import reading
from souk_order.actions.reading import Reader
from souk_order.domain.failures import PaymentDeclined
from souk_order.domain.refusals import OrderNotFound
from souk_order.testing.examples import ALICE
from souk_order.testing.shop import DECLINES, OrderShop

ALICE_READS = Reader(ALICE, None)


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
    orders = sorted([await shop.places() for _ in range(3)], key=lambda order: order.id.bytes)  # also of one moment
    with pytest.raises(PaymentDeclined):
        await shop.places(number=DECLINES)

    first = await reading.list_orders(shop.deps, ALICE, None, 2)
    rest = await reading.list_orders(shop.deps, ALICE, first[-1].id, 2)

    assert [order.id for order in (*first, *rest)] == [order.id for order in reversed(orders)]
