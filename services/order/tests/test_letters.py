"""What the shopper is written about an order, and how often."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from kit.mail import Mail
from souk_order.actions.refunding import refund_order
from souk_order.domain.failures import PaymentDeclined
from souk_order.domain.letters import letter_of
from souk_order.domain.refunds import Wanted
from souk_order.domain.states import OrderState
from souk_order.testing.kept import PostgresKept
from souk_order.testing.memory import MemoryOrders
from souk_order.testing.parcels import followed, report
from souk_order.testing.shop import DECLINES, OrderShop
from testkit.mail import rendered


def posted(shop: OrderShop) -> list[Mail]:
    orders = shop.deps.orders
    assert isinstance(orders, MemoryOrders)
    return orders.posted


def kinds(shop: OrderShop) -> list[str]:
    return [mail.kind for mail in posted(shop)]


async def test_each_step_is_told_once_however_often_the_carrier_says_it(shop: OrderShop) -> None:
    order = await shop.places()
    picked_up, delivered = report(order.id, "picked_up"), report(order.id, "delivered")

    await followed(shop, order, report(order.id, "created"), picked_up, picked_up, report(order.id, "in_transit"))
    await followed(
        shop, order, report(order.id, "out_for_delivery"), delivered, delivered, report(order.id, "delivered")
    )

    assert kinds(shop) == ["order-placed", "order-shipped", "order-delivered"]


async def test_a_parcel_that_arrived_before_its_news_is_told_as_delivered_alone(shop: OrderShop) -> None:
    order = await shop.places()

    await followed(shop, order, report(order.id, "delivered"), report(order.id, "picked_up"))

    assert kinds(shop) == ["order-placed", "order-delivered"]


async def test_an_order_that_comes_to_nothing_writes_nobody(shop: OrderShop) -> None:
    with pytest.raises(PaymentDeclined):
        await shop.places(number=DECLINES)

    assert kinds(shop) == []


async def test_mails_lie_in_the_table_with_the_states_they_tell_of(real_shop: OrderShop, kept: PostgresKept) -> None:
    order = await real_shop.places()
    await followed(real_shop, order, report(order.id, "picked_up"), report(order.id, "delivered"))

    kinds = await kept.sql(
        "select string_agg(kind, ' ' order by kind) from kit_mails where address = $1", order.contact.email
    )
    assert kinds == "order-delivered order-placed order-shipped"


async def test_a_guests_mail_opens_the_order_and_a_customers_asks_to_sign_in(shop: OrderShop) -> None:
    order = await shop.places()
    guest, customer = replace(order, customer_id=None, guest_id=uuid4()), replace(order, customer_id=uuid4())
    token = shop.deps.links.token(order.id)

    to_guest = rendered("order", letter_of(guest, token))
    to_customer = rendered("order", letter_of(customer, token))

    assert f"http://localhost:8888/orders/{order.id}#token={token}\n" in to_guest.text
    assert f"http://localhost:8888/orders/{order.id}\n" in to_customer.text
    assert token not in f"{to_customer.text}{to_customer.html}"


async def test_every_letter_says_what_it_is_about(shop: OrderShop) -> None:
    order = await shop.places(number=None)

    for state in (OrderState.CONFIRMED, OrderState.SHIPPED, OrderState.DELIVERED):
        said = rendered("order", letter_of(replace(order, state=state), "token"))
        assert order.number in said.subject
        assert order.contact.name in said.text
        assert f"/orders/{order.id}" in (said.html or "")


async def test_what_a_promotion_took_off_stands_between_the_lines_and_the_total(shop: OrderShop) -> None:
    order = await shop.places(shop.checkout(discount=5000))

    said = rendered("order", letter_of(order, "token")).text

    assert "A welcome (WELCOME)" in said
    assert "−₹50" in said
    assert "₹498" in said


async def test_what_is_due_is_said_until_it_is_paid(shop: OrderShop) -> None:
    due, paid = await shop.places(number=None), await shop.places()

    assert "ready for the courier" in rendered("order", letter_of(due, "token")).text
    assert "It is paid." in rendered("order", letter_of(paid, "token")).text


async def test_an_order_from_a_hindi_page_is_told_of_in_hindi_to_its_end_and_each_step_once(shop: OrderShop) -> None:
    order = await shop.sends(replace(await shop.request(shop.checkout()), language="hi-IN"))
    picked_up, delivered = report(order.id, "picked_up"), report(order.id, "delivered")
    await followed(shop, order, picked_up, picked_up, delivered, delivered)
    staff = uuid4()
    for _ in range(2):
        await refund_order(shop.deps, order.id, Wanted(lines=(("MUG", 1),)), staff, "one key")

    said = [rendered("order", mail) for mail in posted(shop)]

    assert [each.subject for each in said] == [
        f"आपका ऑर्डर {order.number} पक्का हो गया",
        f"आपका ऑर्डर {order.number} रास्ते में है",
        f"आपका ऑर्डर {order.number} पहुँच गया",
        f"आपके ऑर्डर {order.number} के ₹499 आपको लौटाए जा रहे हैं",
    ]
    assert "8 जनवरी 2026 से 10 जनवरी 2026 के बीच" in said[0].text
    assert 'lang="hi-IN" dir="ltr"' in (said[0].html or "")


async def test_in_arabic_what_runs_the_other_way_stands_by_itself(shop: OrderShop) -> None:
    order = await shop.sends(replace(await shop.request(shop.checkout(discount=5000)), language="ar"))

    said = rendered("order", replace(posted(shop)[0], name="</bdi><b>\u202eAlice"))

    assert said.subject == f"تم تأكيد طلبك \u2068{order.number}\u2069"
    assert "\n\u200f\u2068Blue mug\u2069 (\u2068Blue\u2069) × 1: \u200f499\u00a0₹\n" in said.text
    assert f"http://localhost:8888/ar/orders/{order.id}\n" in said.text
    assert 'dir="rtl"' in (said.html or "")
    assert "<bdi>&lt;/bdi&gt;&lt;b&gt;Alice</bdi>،" in (said.html or "")
