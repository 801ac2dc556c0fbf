"""What the tables keep, and what they refuse even to code that is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from kit.data.database import Database
from souk_order.domain import Method, Order
from souk_order.moves import PaymentState
from souk_order.refusals import CheckoutUnavailable, OrderNotFound, PaymentDeclined
from souk_order.steps import ChallengeAnswer, Saga, Step
from souk_order.storage import PostgresOrders, StaleSaga
from souk_order.testing.examples import NOW, a_quote, an_order

ME, OTHER = uuid4(), uuid4()
LATER = NOW + timedelta(minutes=2)


@pytest.fixture
def orders(database: Database) -> PostgresOrders:
    return PostgresOrders(database)


async def kept(orders: PostgresOrders, order: Order | None = None) -> Order:
    order = order or an_order()
    async with orders.transaction() as inside:
        assert await inside.add(order)
    return order


async def begun(orders: PostgresOrders, step: Step = Step.RESERVING, holder: UUID = ME) -> Saga:
    order = await kept(orders)
    saga = Saga(order.id, step, give_up_at=LATER)
    await orders.add_saga(saga, holder, lease_s=10)
    return saga


async def lapse(orders: PostgresOrders) -> None:
    await orders.execute("update sagas set lease_until = now() - interval '1 second'")


async def test_an_order_comes_back_as_it_was(orders: PostgresOrders) -> None:
    order = await kept(orders)

    assert await orders.get(order.id) == order


async def test_a_changed_order_comes_back_with_all_that_changed(orders: PostgresOrders) -> None:
    order = await kept(orders)
    declined = order.declined("0002", PaymentDeclined("No.", "Another card.", {"left": 1})).cancelled(NOW)

    async with orders.transaction() as inside:
        await inside.save(declined)

    assert await orders.get(order.id) == replace(declined, news=())
    assert await orders.fetchval("select count(*) from kit_outbox") == 1


async def test_an_order_that_is_not_there(orders: PostgresOrders) -> None:
    assert await orders.find(uuid4()) is None
    with pytest.raises(OrderNotFound):
        await orders.get(uuid4())


async def test_a_key_or_a_checkout_has_one_order(orders: PostgresOrders) -> None:
    order = await kept(orders)
    same_key = replace(an_order(), checkout_key=order.checkout_key)
    same_checkout = replace(an_order(), checkout_id=order.checkout_id)

    assert not await orders.add(same_key)
    assert not await orders.add(same_checkout)
    assert await orders.find_earlier(order.checkout_key or "", uuid4()) == order
    assert await orders.find_earlier("another key", order.checkout_id) == order
    assert await orders.find_earlier("another key", uuid4()) is None


async def test_a_checkout_whose_order_came_to_nothing_may_have_another(orders: PostgresOrders) -> None:
    order = await kept(orders)
    async with orders.transaction() as inside:
        await inside.save(order.failing(CheckoutUnavailable.now()).cancelled(NOW))

    assert await orders.find_earlier("another key", order.checkout_id) is None
    assert await orders.add(an_order(a_quote(checkout_id=order.checkout_id)))


async def test_the_same_wish_comes_before_another_order_of_its_checkout(orders: PostgresOrders) -> None:
    declined = await kept(orders)
    async with orders.transaction() as inside:
        await inside.save(declined.declined("0002", PaymentDeclined("No.", "Another card.")).cancelled(NOW))
    live = await kept(orders, an_order(a_quote(checkout_id=declined.checkout_id)))

    same = await orders.find_earlier(declined.checkout_key or "", declined.checkout_id)
    other = await orders.find_earlier("another key", declined.checkout_id)

    assert (same and same.id, other and other.id) == (declined.id, live.id)


async def test_the_table_itself_refuses_an_unpaid_confirmed_order(orders: PostgresOrders) -> None:
    order = await kept(orders)

    with pytest.raises(asyncpg.CheckViolationError):
        await orders.execute("update orders set state = 'confirmed' where id = $1", order.id)


async def test_the_table_itself_refuses_a_cancelled_order_that_still_holds_money(orders: PostgresOrders) -> None:
    order = await kept(orders)
    async with orders.transaction() as inside:
        await inside.save(order.authorised("4242"))

    with pytest.raises(asyncpg.CheckViolationError):
        await orders.execute("update orders set state = 'cancelled' where id = $1", order.id)


async def test_cash_and_guests_are_kept_too(orders: PostgresOrders) -> None:
    order = replace(an_order(method=Method.CASH_ON_DELIVERY, token=None), customer_id=None, guest_id=uuid4())
    await kept(orders, order)

    async with orders.transaction() as inside:
        await inside.save(order.due_on_delivery())

    assert (await orders.get(order.id)).payment.state is PaymentState.DUE


async def test_nobody_takes_a_saga_that_is_held(orders: PostgresOrders) -> None:
    saga = await begun(orders)

    assert await orders.claim_saga(saga.order_id, OTHER, 10, NOW) is None
    assert await orders.list_stuck(NOW, 10) == []


async def test_a_saga_whose_lease_ran_out_goes_to_the_first_who_asks(orders: PostgresOrders) -> None:
    saga = await begun(orders)
    await lapse(orders)
    assert await orders.list_stuck(NOW, 10) == [saga.order_id]

    taken = await orders.claim_saga(saga.order_id, OTHER, 10, NOW)

    assert taken is not None
    assert (taken.step, taken.tries) == (Step.RESERVING, 1)
    assert await orders.claim_saga(saga.order_id, uuid4(), 10, NOW) is None


async def test_a_holder_who_slept_too_long_can_no_longer_save(orders: PostgresOrders) -> None:
    saga = await begun(orders)
    await lapse(orders)
    await orders.claim_saga(saga.order_id, OTHER, 10, NOW)

    with pytest.raises(StaleSaga):
        await orders.save_saga(saga.to(Step.AUTHORISING), ME)
    assert not await orders.extend_lease(saga.order_id, ME, 10)


async def test_two_saves_of_one_version_are_one(orders: PostgresOrders) -> None:
    saga = await begun(orders)
    await orders.save_saga(saga.to(Step.AUTHORISING), ME)

    with pytest.raises(StaleSaga):
        await orders.save_saga(saga.to(Step.AUTHORISING), ME)


async def test_a_saga_that_waits_for_the_shopper_is_stuck_only_when_its_time_is_over(orders: PostgresOrders) -> None:
    saga = await begun(orders, Step.RENEWING)
    await orders.save_saga(saga.to(Step.CHALLENGED), ME, let_go=True)

    assert await orders.list_stuck(NOW, 10) == []
    assert await orders.claim_saga(saga.order_id, OTHER, 10, NOW) is None
    assert await orders.list_stuck(LATER, 10) == [saga.order_id]


async def test_an_answer_is_heard_once_and_only_in_time(orders: PostgresOrders) -> None:
    saga = await begun(orders, Step.RENEWING)
    await orders.save_saga(saga.to(Step.CHALLENGED), ME, let_go=True)

    assert await orders.claim_answered(saga.order_id, ChallengeAnswer.APPROVE, ME, 10, LATER) is None
    heard = await orders.claim_answered(saga.order_id, ChallengeAnswer.APPROVE, ME, 10, NOW)
    assert heard is not None
    assert (heard.step, heard.answer) == (Step.ANSWERING, ChallengeAnswer.APPROVE)
    assert await orders.claim_answered(saga.order_id, ChallengeAnswer.REJECT, OTHER, 10, NOW) is None


async def test_an_ended_saga_is_left_alone(orders: PostgresOrders) -> None:
    saga = await begun(orders, Step.RELEASING)
    await orders.save_saga(saga.to(Step.UNDONE), ME, let_go=True)

    assert await orders.list_stuck(NOW + timedelta(days=9), 10) == []
