"""Staff gives money back: shares add up, never more than was taken, once for each key, whoever is away or at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.order import OrderRefunded
from kit.data.database import Database
from kit.data.idempotency import IdempotencyKeyReused
from kit.people import HeldItem, Person
from souk_order.actions.refunding import list_refunds, refund_order
from souk_order.domain.orders import Order
from souk_order.domain.payments import Payment, RefundRefused
from souk_order.domain.quotes import Tax
from souk_order.domain.refunds import (
    LineNotRefundable,
    NotRefundable,
    Refund,
    RefundState,
    RefundTag,
    Wanted,
    left_of,
    refund_of,
)
from souk_order.domain.states import OrderState, PaymentState
from souk_order.storage.people import PostgresOrderPeople
from souk_order.testing.examples import ALICE, NOW, a_quote, an_order, inr
from souk_order.testing.kept import MemoryKept, PostgresKept
from souk_order.testing.requests import placed, request
from souk_order.testing.shop import OrderShop
from souk_order.testing.waiting import until
from testkit.audits import audited
from testkit.clients import ServiceClient
from testkit.mail import rendered

STAFF = uuid4()


async def gives_back(shop: OrderShop, order: Order, wanted: Wanted, key: str | None = None) -> Refund:
    return await refund_order(shop.deps, order.id, wanted, STAFF, key or str(uuid4()))


def mugs(quantity: int, *, restock: bool = False) -> Wanted:
    return Wanted(lines=(("MUG", quantity),), restock=restock)


def a_paid_order(price: int, quantity: int, discount: int, taxes: tuple[Tax, ...] = ()) -> Order:
    order = an_order(a_quote(price=price, quantity=quantity, discount=discount))
    payment = Payment(order.payment.method, state=PaymentState.CAPTURED)
    return replace(order, state=OrderState.DELIVERED, payment=payment, taxes=taxes)


def a_tag() -> RefundTag:
    return RefundTag(uuid4(), str(uuid4()), STAFF, NOW)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 99_999),
    st.integers(1, 40),
    st.data(),
)
def test_whatever_parts_it_is_refunded_in_its_shares_add_up_to_the_last_paisa(
    price: int, quantity: int, data: Any
) -> None:
    discount = data.draw(st.integers(0, price * quantity - 1))
    total = price * quantity - discount + 4900
    tax = Tax("IGST", 500, inr(total), inr(total * 5 // 105))
    order = a_paid_order(price, quantity, discount, (tax,))
    refunds: list[Refund] = []
    rest = quantity
    while rest:
        part = data.draw(st.integers(1, rest))
        rest -= part
        wanted = Wanted(whole=True) if not rest else mugs(part)
        try:
            refunds.append(refund_of(order, refunds, wanted, a_tag()))
        except RefundRefused:  # a share of less than a paisa is nothing to give back
            break

    if rest:
        refunds.append(refund_of(order, refunds, Wanted(whole=True), a_tag()))

    line = order.lines[0]
    assert sum(refund.amount.amount for refund in refunds) == order.totals.total.amount
    assert sum(at.amount.amount for refund in refunds for at in refund.lines) == line.paid.amount
    assert sum(at.discount.amount for refund in refunds for at in refund.lines) == discount
    assert sum(at.quantity for refund in refunds for at in refund.lines) == quantity
    assert sum(refund.taxes[0].amount.amount for refund in refunds) == tax.amount.amount
    assert sum(refund.taxes[0].of.amount for refund in refunds) == tax.of.amount
    assert left_of(order, refunds) == inr(0)


async def test_lines_are_given_back_by_the_bank_and_told(shop: OrderShop) -> None:
    order = await shop.places(shop.checkout(quantity=3, discount=1000))

    refund = await gives_back(shop, order, mugs(2, restock=True))

    assert (refund.state, refund.amount) == (RefundState.DONE, inr((3 * 49900 - 1000) * 2 // 3))
    assert await shop.refunded() == refund.amount.amount
    event = shop.kept.orders.published[-1]  # type: ignore[attr-defined]
    assert isinstance(event, OrderRefunded)
    assert [(line.sku, line.quantity, line.restocked) for line in event.lines] == [("MUG", 2, True)]
    mail = shop.kept.orders.posted[-1]  # type: ignore[attr-defined]
    said = rendered("order", mail)
    assert "₹991.33" in said.subject
    assert "Blue mug × 2" in said.text
    assert (await shop.deps.orders.get(order.id)).payment.state is PaymentState.CAPTURED


async def test_an_order_that_is_given_back_whole_is_refunded_and_nothing_is_left(real_shop: OrderShop) -> None:
    order = await real_shop.places(real_shop.checkout(quantity=2))
    await gives_back(real_shop, order, Wanted(other=inr(100)))
    whole = await gives_back(real_shop, order, Wanted(whole=True, reason="It broke"))

    found, refunds = await list_refunds(real_shop.deps, order.id)

    assert found.payment.state is PaymentState.REFUNDED
    assert [refund.amount.amount for refund in refunds] == [100, order.totals.total.amount - 100]
    assert refunds[1] == whole
    assert await real_shop.refunded() == order.totals.total.amount
    assert await real_shop.announced() == ["order.placed.v1", "order.refunded.v1", "order.refunded.v1"]
    with pytest.raises(NotRefundable):
        await gives_back(real_shop, order, Wanted(other=inr(1)))


async def test_of_two_at_once_never_more_is_given_back_than_was_taken(real_shop: OrderShop) -> None:
    order = await real_shop.places(real_shop.checkout(quantity=2))

    answers = await asyncio.gather(*(gives_back(real_shop, order, mugs(1)) for _ in range(5)), return_exceptions=True)

    assert sum(isinstance(answer, Refund) for answer in answers) == 2
    assert sum(isinstance(answer, LineNotRefundable) for answer in answers) == 3
    assert await real_shop.refunded() == order.totals.subtotal.amount
    await gives_back(real_shop, order, Wanted(other=order.totals.delivery))
    assert (await real_shop.deps.orders.get(order.id)).payment.state is PaymentState.REFUNDED


async def test_the_same_key_is_the_same_refund_and_no_other(real_shop: OrderShop) -> None:
    order = await real_shop.places(real_shop.checkout(quantity=2))

    first, again = await asyncio.gather(*(gives_back(real_shop, order, mugs(1), "key-of-it") for _ in range(2)))

    assert first.id == again.id
    assert await real_shop.refunded() == 49900
    with pytest.raises(IdempotencyKeyReused):
        await gives_back(real_shop, order, mugs(2), "key-of-it")


async def test_while_the_bank_is_away_a_refund_waits_and_counts(shop: OrderShop) -> None:
    shop.place_wait_s = 0.05
    order = await shop.places(shop.checkout(quantity=2))
    shop.deps = shop.replica()
    there, shop.bank._latency_s = shop.bank._latency_s, 60  # slower than the shop waits

    pending = await gives_back(shop, order, mugs(2))

    assert pending.state is RefundState.PENDING
    with pytest.raises(LineNotRefundable):
        await gives_back(shop, order, mugs(1))
    shop.bank._latency_s = there

    async def done() -> bool:
        await shop.deps.sagas.take_over_due()
        return (await shop.deps.refunds.get(pending.id)).state is RefundState.DONE

    await until(done)
    assert await shop.refunded() == 2 * 49900


async def test_what_was_never_taken_by_card_is_not_given_back(shop: OrderShop) -> None:
    cash = await shop.places(number=None)

    with pytest.raises(NotRefundable, match="cash"):
        await gives_back(shop, cash, Wanted(whole=True))


async def test_the_table_itself_refuses_more_than_the_total(kept: PostgresKept, real_shop: OrderShop) -> None:
    order = await real_shop.places()

    with pytest.raises(Exception, match="never_refunded_beyond_total"):
        await kept.sql("update orders set refunded = $2 where id = $1", order.id, order.totals.total.amount + 1)


async def test_a_copy_of_all_data_has_what_was_given_back(kept: PostgresKept, real_shop: OrderShop) -> None:
    order = await real_shop.places()
    await refund_order(real_shop.deps, order.id, Wanted(other=inr(1000), reason="scratched"), STAFF, "key-of-it")
    people = PostgresOrderPeople(kept.orders._database, timedelta(days=1), timedelta(days=1))

    told, cursor = list[HeldItem](), None
    while True:
        held = await people.held(Person(id=ALICE), cursor)
        told, cursor = told + held.items, held.next_cursor
        if cursor is None:
            break

    [refund] = [each.item for each in told if each.section == "refunds"]
    assert (refund["order"], refund["amount"], refund["reason"]) == (order.number, 1000, "scratched")


async def test_staff_alone_refunds_and_the_buyer_sees_it(client: ServiceClient, database: Database) -> None:
    order = (await placed(client, await request(client))).json()
    path = f"/desk/orders/{order['id']}/refunds"
    body = {"lines": [{"sku": "MUG", "quantity": 1}], "reason": "Chipped"}
    key = {"idempotency-key": "k" * 8}

    assert (await client.as_customer(ALICE).post(path, json=body, headers=key)).status_code == 403
    answer = await client.as_admin().post(path, json=body, headers=key)
    nothing = await client.as_admin().post(path, json={"lines": []}, headers={"idempotency-key": "j" * 8})
    twice = {"lines": [{"sku": "MUG", "quantity": 1}] * 2}
    odd = await client.as_admin().post(path, json=twice, headers={"idempotency-key": "i" * 8})

    assert (answer.status_code, answer.json()["state"]) == (201, "done"), answer.text
    assert (nothing.status_code, odd.status_code) == (409, 400)
    shown = (await client.as_customer(ALICE).get(f"/orders/{order['id']}")).json()["refunds"]
    assert [(refund["amount"]["amount"], refund["lines"][0]["sku"]) for refund in shown] == [(49900, "MUG")]
    assert "reason" not in shown[0]
    told = [(name, set(ids)) for name, ids in await audited(client)]
    assert told == [("refund_order", {"order_id", "refund_id"})]
    book = (await client.as_admin().get(path)).json()
    assert (book["left"]["amount"], book["refunds"][0]["reason"]) == (4900, "Chipped")
    assert (await client.as_customer(ALICE).get(path)).status_code == 403


async def test_memory_keeps_refunds_as_postgresql_does(kept: PostgresKept) -> None:
    for store in (kept, MemoryKept()):
        order = a_paid_order(49900, 2, 1000, (Tax("IGST", 500, inr(9800), inr(467)),))
        await store.orders.add(order, OrderShop(MemoryKept()).placing_limits)
        refund = refund_of(order, [], replace(mugs(1, restock=True), other=inr(5), reason="Torn"), a_tag())
        async with store.refunds.transaction() as refunds:
            await refunds.add(refund)
        assert await store.refunds.list_of(order.id) == [refund]
        async with store.refunds.transaction() as refunds:
            await refunds.save(refund.refused(NOW))
        assert (await store.refunds.get(refund.id)).state is RefundState.REFUSED
