"""Orders and payments: which moves are allowed, and which promises never break."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.logistics import ParcelState
from contracts.order import OrderCancelled, OrderPlaced
from souk_order.domain.failures import FAILURES, CheckoutUnavailable, Failure, OutOfStock, PaymentDeclined
from souk_order.domain.links import Links
from souk_order.domain.orders import Buyer, Order, OrderId
from souk_order.domain.payments import Method, Payment
from souk_order.domain.placing import OrderTag, place
from souk_order.domain.refusals import IllegalMove, PaymentMethodUnavailable, TotalChanged
from souk_order.domain.states import OrderState, PaymentState
from souk_order.testing.examples import ALICE, NOW, a_quote, an_order, inr

DECLINED = PaymentDeclined("Your bank declined the card.", "Use another card.")


def confirmed(order: Order | None = None) -> Order:
    order = order or an_order()
    paid = (
        order.due_on_delivery()
        if order.payment.method is Method.CASH_ON_DELIVERY
        else order.authorised("4242").captured()
    )
    return paid.confirmed(NOW, "fingerprint")


def test_an_order_keeps_the_price_that_the_shopper_agreed_to() -> None:
    quote = a_quote()

    with pytest.raises(TotalChanged) as refused:
        place(quote, Buyer(ALICE, None), Payment(Method.CARD), inr(1), OrderTag(OrderId(ALICE), "SK-1", "k", NOW))

    assert refused.value.facts["actual"] == quote.totals.total.model_dump()


def test_cash_is_refused_where_the_carrier_does_not_collect_it() -> None:
    with pytest.raises(PaymentMethodUnavailable):
        an_order(replace(a_quote(), cash_on_delivery=False), Method.CASH_ON_DELIVERY)


def test_a_paid_order_is_confirmed_and_announced() -> None:
    order = confirmed()

    (placed,) = order.events
    assert isinstance(placed, OrderPlaced)
    assert (order.state, order.payment.state) == (OrderState.CONFIRMED, PaymentState.CAPTURED)
    assert placed.order_id == order.id
    assert placed.due_on_delivery is None
    assert [(line.sku, line.quantity, line.weight_grams) for line in placed.lines] == [("MUG", 1, 400)]


def test_cash_on_delivery_is_announced_as_due() -> None:
    order = confirmed(an_order(method=Method.CASH_ON_DELIVERY, token=None))

    (placed,) = order.events
    assert isinstance(placed, OrderPlaced)
    assert placed.due_on_delivery == order.totals.total


@pytest.mark.parametrize("unpaid", [an_order(), an_order().authorised("4242"), an_order().declined("0002", DECLINED)])
def test_an_order_is_never_confirmed_without_its_money(unpaid: Order) -> None:
    with pytest.raises(IllegalMove):
        unpaid.confirmed(NOW, "fingerprint")


@pytest.mark.parametrize("charged", [an_order().authorised("4242"), an_order().authorised("4242").captured()])
def test_an_order_is_never_cancelled_while_its_money_is_held(charged: Order) -> None:
    with pytest.raises(IllegalMove):
        charged.cancelled(NOW)


def test_a_declined_order_says_why_and_keeps_its_key() -> None:
    order = an_order().declined("0002", DECLINED).cancelled(NOW)

    assert order.failure == Failure("payment-declined", DECLINED.cause, DECLINED.fix)
    assert order.payment.state is PaymentState.DECLINED
    assert order.checkout_key is not None
    assert isinstance(order.events[0], OrderCancelled)


def test_a_failure_of_ours_frees_the_key_so_that_the_same_request_may_succeed_later() -> None:
    order = an_order().failing(CheckoutUnavailable.now()).cancelled(NOW)

    assert order.checkout_key is None
    assert order.payment.state is PaymentState.VOIDED


def test_the_first_reason_for_undoing_an_order_stays() -> None:
    order = an_order().failing(DECLINED).failing(CheckoutUnavailable.now())

    assert order.failure is not None
    assert order.failure.code == "payment-declined"


@pytest.mark.parametrize("code", FAILURES)
def test_a_kept_failure_is_said_again_as_it_was(code: str) -> None:
    error = FAILURES[code]("cause", "fix", {"sku": "MUG"})

    again = Failure.of(error).as_error()

    assert (type(again), again.cause, again.fix, again.facts) == (type(error), "cause", "fix", {"sku": "MUG"})


def test_out_of_stock_names_the_article_and_what_is_left() -> None:
    assert OutOfStock.of("Blue mug", "MUG", 3, 2).cause == "Only 2 of Blue mug left, 3 wanted."
    assert OutOfStock.of("Blue mug", "MUG", 3, 0).cause == "Blue mug is sold out."


def test_a_parcel_takes_an_order_to_shipped_and_delivered() -> None:
    shipped = confirmed().parcel_moved("picked_up", NOW)
    delivered = shipped.parcel_moved("delivered", NOW + timedelta(days=1))

    assert shipped.state is OrderState.SHIPPED
    assert delivered.state is OrderState.DELIVERED
    assert [moment.state.value for moment in delivered.timeline] == ["pending", "confirmed", "shipped", "delivered"]


def test_cash_is_collected_when_the_parcel_is_delivered() -> None:
    order = confirmed(an_order(method=Method.CASH_ON_DELIVERY, token=None))

    assert order.parcel_moved("picked_up", NOW).payment.state is PaymentState.DUE
    assert order.parcel_moved("delivered", NOW).payment.state is PaymentState.COLLECTED


WAY: tuple[ParcelState, ...] = ("created", "picked_up", "in_transit", "out_for_delivery", "delivered")


@given(st.lists(st.sampled_from(WAY)))
def test_reports_in_any_order_and_number_end_where_the_furthest_one_says(reports: list[ParcelState]) -> None:
    order = confirmed(an_order(method=Method.CASH_ON_DELIVERY, token=None))

    for report in reports:
        order = order.parcel_moved(report, NOW)

    furthest = max((WAY.index(report) for report in reports), default=0)
    assert order.state == ("confirmed" if furthest == 0 else "delivered" if furthest == 4 else "shipped")
    assert order.payment.state == ("collected" if furthest == 4 else "due")


def test_a_cancelled_order_does_not_travel() -> None:
    with pytest.raises(IllegalMove):
        an_order().failing(DECLINED).cancelled(NOW).parcel_moved("picked_up", NOW)


def test_a_customer_is_the_same_one_on_a_second_device() -> None:
    at_home, on_the_phone = Buyer(ALICE, uuid4()), Buyer(ALICE, uuid4())

    assert at_home.is_same_as(on_the_phone)
    assert not at_home.is_same_as(Buyer(None, at_home.guest_id))
    assert not at_home.is_same_as(Buyer(uuid4(), at_home.guest_id))
    assert Buyer(None, ALICE).is_same_as(Buyer(None, ALICE))


def test_a_link_opens_its_own_order_only() -> None:
    links, order, other = Links("s" * 32), an_order(), an_order()

    token = links.token(order.id)

    assert links.opens(order.id, token)
    assert not links.opens(other.id, token)
    assert not links.opens(order.id, token + "x")
    assert not links.opens(order.id, "ä")
    assert Links("another").token(order.id) != token


@pytest.mark.parametrize("payment", [PaymentState.PENDING, PaymentState.AUTHORISED, PaymentState.CAPTURED])
def test_an_abandoned_order_is_cancelled_however_its_payment_stood(payment: PaymentState) -> None:
    order = an_order()
    order = replace(order, payment=replace(order.payment, state=payment)).abandoned(NOW)

    assert order.state is OrderState.CANCELLED
    assert order.failure
    assert order.failure.code == "checkout-abandoned"


def test_an_address_is_sealed_so_that_it_can_be_counted_and_not_guessed_back() -> None:
    sealed = Links("s" * 32).sealed("203.0.113.7")

    assert sealed == Links("s" * 32).sealed("203.0.113.7")
    assert sealed not in {Links("another").sealed("203.0.113.7"), sha256(b"203.0.113.7").hexdigest()}


def test_domain_values_are_not_changed_in_place() -> None:
    order = an_order()

    order.failing(DECLINED)

    assert order == replace(order)
    assert order.failure is None
