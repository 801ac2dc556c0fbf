"""What actions and sagas rely on; the store in memory and the one on PostgreSQL both pass it."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from kit.data.database import AlreadyDone
from souk_order.domain.failures import CheckoutUnavailable, PaymentDeclined
from souk_order.domain.orders import Order
from souk_order.domain.payments import Confirm, Redirect
from souk_order.domain.placing import PendingOrders, PlacingLimits
from souk_order.domain.refusals import OrderExists, OrderMovedOn, OrderNotFound
from souk_order.testing.examples import ALICE, NOW, a_quote, an_order
from souk_order.testing.kept import Kept

MANY = PlacingLimits(1000, 1000, 1000)
DECLINED = PaymentDeclined("No.", "Another card.", {"left": 1})


async def added(kept: Kept, order: Order | None = None) -> Order:
    order = order or an_order()
    async with kept.orders.transaction() as inside:
        await inside.add(order, MANY)
    return order


async def saved(kept: Kept, order: Order) -> Order:
    async with kept.orders.transaction() as inside:
        return await inside.save(order)


async def confirmed(kept: Kept) -> Order:
    return await saved(kept, (await added(kept)).authorised("4242").captured().confirmed(NOW, "fingerprint"))


class OrderStoreBehaviour:
    async def test_an_order_comes_back_as_it_was(self, kept: Kept) -> None:
        order = await added(kept)

        assert await kept.orders.get(order.id) == await kept.orders.find(order.id) == order

    async def test_a_changed_order_comes_back_with_all_that_changed(self, kept: Kept) -> None:
        order = await added(kept)
        held = replace(order, goods_scarce=True, goods_sold=True)
        declined = held.declined("0002", DECLINED).cancelled(NOW)

        given_back = await saved(kept, declined)

        assert await kept.orders.get(order.id) == given_back == replace(declined, events=())
        assert await kept.announced() == ["order.cancelled.v1"]

    @pytest.mark.parametrize("challenge", [Confirm("Was it you?"), Redirect("Was it you?", "https://bank.example/1")])
    async def test_a_challenge_comes_back_as_it_was(self, kept: Kept, challenge: Confirm | Redirect) -> None:
        order = await added(kept)

        await saved(kept, order.challenged(challenge, "3184"))

        assert (await kept.orders.get(order.id)).payment.challenge == challenge

    async def test_an_order_that_is_not_there(self, kept: Kept) -> None:
        assert await kept.orders.find(uuid4()) is None
        with pytest.raises(OrderNotFound):
            await kept.orders.get(uuid4())

    async def test_a_transaction_that_fails_keeps_and_publishes_nothing(self, kept: Kept) -> None:
        order = await added(kept)

        async def fail() -> None:
            async with kept.orders.transaction(once="a-key") as inside:
                await inside.save(order.failing(DECLINED).cancelled(NOW))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await fail()

        assert await kept.orders.get(order.id) == order
        assert await kept.announced() == []
        async with kept.orders.transaction(once="a-key"):
            pass

    async def test_what_was_done_under_a_key_is_not_done_again(self, kept: Kept) -> None:
        async with kept.orders.transaction(once="a-key"):
            pass

        with pytest.raises(AlreadyDone):
            async with kept.orders.transaction(once="a-key"):
                pass

    async def test_moves_are_kept_all_or_none_and_only_from_where_orders_were_left(self, kept: Kept) -> None:
        before = [await confirmed(kept) for _ in range(2)]
        found = await kept.orders.list_of_ids([*(order.id for order in before), uuid4()])
        assert {order.id for order in found} == {order.id for order in before}
        moved = [order.parcel_moved("picked_up", NOW) for order in before]

        async with kept.orders.transaction() as inside:
            await inside.save_moves([(before[0], moved[0])])
        with pytest.raises(OrderMovedOn):
            async with kept.orders.transaction() as inside:
                await inside.save_moves(list(zip(before, moved, strict=True)))

        assert [await kept.orders.get(order.id) for order in before] == [moved[0], before[1]]

    async def test_a_key_or_a_checkout_has_one_order(self, kept: Kept) -> None:
        order = await added(kept)
        same_key = replace(an_order(), checkout_key=order.checkout_key)
        same_checkout = replace(an_order(), checkout_id=order.checkout_id)

        for repeated in (same_key, same_checkout):
            with pytest.raises(OrderExists):
                await kept.orders.add(repeated, MANY)
            with pytest.raises(OrderExists):
                await added(kept, repeated)
        assert await kept.orders.find_earlier(order.checkout_key or "", uuid4()) == order
        assert await kept.orders.find_earlier("another key", order.checkout_id) == order
        assert await kept.orders.find_earlier("another key", uuid4()) is None

    async def test_a_checkout_whose_order_came_to_nothing_may_have_another(self, kept: Kept) -> None:
        order = await added(kept)
        await saved(kept, order.failing(CheckoutUnavailable.now()).cancelled(NOW))

        assert await kept.orders.find_earlier("another key", order.checkout_id) is None
        other = await added(kept, an_order(a_quote(checkout_id=order.checkout_id)))
        assert await kept.orders.get(other.id) == other

    async def test_the_same_request_comes_before_another_order_of_its_checkout(self, kept: Kept) -> None:
        declined = await added(kept)
        await saved(kept, declined.declined("0002", DECLINED).cancelled(NOW))
        live = await added(kept, an_order(a_quote(checkout_id=declined.checkout_id)))

        same = await kept.orders.find_earlier(declined.checkout_key or "", declined.checkout_id)
        other = await kept.orders.find_earlier("another key", declined.checkout_id)

        assert (same and same.id, other and other.id) == (declined.id, live.id)

    async def test_open_orders_are_counted_by_shopper_and_by_address(self, kept: Kept) -> None:
        here = replace(an_order(), placed_from="a hash")
        await added(kept, here)
        await saved(kept, (await added(kept)).failing(DECLINED).cancelled(NOW))
        stranger = replace(an_order(), customer_id=None, guest_id=uuid4(), placed_from="a hash")
        elsewhere = replace(an_order(), placed_from=None)

        async with kept.orders.transaction() as inside:
            counted = [await inside.count_pending(order) for order in (here, stranger, elsewhere)]

        assert counted == [PendingOrders(1, 1), PendingOrders(0, 1), PendingOrders(1, 0)]

    async def test_an_order_beyond_the_limit_of_its_shopper_or_its_address_is_not_added(self, kept: Kept) -> None:
        await added(kept, replace(an_order(), placed_from="a hash"))
        another = replace(an_order(), placed_from=None)
        neighbour = replace(an_order(), customer_id=None, guest_id=uuid4(), placed_from="a hash")

        for order, most in ((another, PlacingLimits(1, 9, 9)), (neighbour, PlacingLimits(9, 1, 9))):
            with pytest.raises(OrderExists):
                await kept.orders.add(order, most)
        for order in (another, neighbour):
            await kept.orders.add(order, PlacingLimits(2, 2, 9))
            assert await kept.orders.get(order.id) == order

    async def test_a_declined_payment_counts_against_its_address_once_however_often_it_is_saved(
        self, kept: Kept
    ) -> None:
        order = await added(kept, replace(an_order(), placed_from="a hash"))
        neighbour = replace(an_order(), customer_id=None, guest_id=uuid4(), placed_from="a hash")
        elsewhere = replace(an_order(), customer_id=None, guest_id=uuid4(), placed_from="another hash")

        declined = await saved(kept, order.declined(None, DECLINED))
        await saved(kept, declined)

        assert await kept.declines() == 1
        with pytest.raises(OrderExists):
            await kept.orders.add(neighbour, replace(MANY, declines_per_address=1))
        await kept.orders.add(elsewhere, replace(MANY, declines_per_address=1))
        await kept.orders.add(neighbour, replace(MANY, declines_per_address=2))

    async def test_an_address_is_kept_only_while_its_order_is_pending(self, kept: Kept) -> None:
        order = await added(kept, replace(an_order(), placed_from="sealed"))
        assert (await kept.orders.get(order.id)).placed_from == "sealed"

        await saved(kept, order.failing(DECLINED).cancelled(NOW))

        assert (await kept.orders.get(order.id)).placed_from is None

    async def test_an_order_that_is_only_being_undone_counts_no_more(self, kept: Kept) -> None:
        undone = await added(kept, replace(an_order(), placed_from="a hash"))
        await saved(kept, undone.failing(DECLINED))

        async with kept.orders.transaction() as inside:
            assert await inside.count_pending(undone) == PendingOrders(0, 0)

    async def test_history_is_newest_first_and_leaves_out_what_came_to_nothing(self, kept: Kept) -> None:
        orders = sorted([await added(kept) for _ in range(3)], key=lambda order: order.id.bytes)
        await saved(kept, orders[1].failing(DECLINED).cancelled(NOW))

        first = await kept.orders.list_of(ALICE, None, 1)
        rest = await kept.orders.list_of(ALICE, first[-1].id, 9)

        assert [order.id for order in (*first, *rest)] == [orders[2].id, orders[0].id]
        assert await kept.orders.list_of(uuid4(), None, 9) == []
