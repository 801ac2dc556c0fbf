"""The same thing at once from several tabs, or sent again and again: it is done once, and nobody meets a 500."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import httpx

from e2e.python.running_shop import ADDRESS, Guest, RunningShop

ORDERS_OF = "select count(*) from orders where checkout_id = $1 and state <> 'cancelled'"
CHARGED = "select coalesce(sum(captures), 0) from simulated_charges"
STOCK = "select stock from variants where sku = $1"


async def test_the_last_step_sent_ten_times_at_once(open_shop: RunningShop) -> None:
    shop = open_shop
    sku = await shop.has_stock(20)
    charged = await shop.sql("order", CHARGED)
    guest = shop.guest()
    checkout, card = await guest.fills_bag(sku), await guest.card()

    answers = await asyncio.gather(*(guest.orders(checkout, card, "ten-clicks") for _ in range(10)))

    assert statuses(answers) == {201: 10}
    assert len({answer.json()["id"] for answer in answers}) == 1  # each tells how the order stands by then
    assert await shop.sql("order", ORDERS_OF, checkout["id"]) == 1
    assert await shop.sql("order", CHARGED) == charged + 1
    assert await shop.sql("product", STOCK, sku) == 19


async def test_one_checkout_ordered_from_several_tabs(open_shop: RunningShop) -> None:
    """Each tab has its own key and its own card."""
    shop = open_shop
    sku = await shop.has_stock(20)
    charged = await shop.sql("order", CHARGED)
    guest = shop.guest()
    checkout = await guest.fills_bag(sku)
    cards = [await guest.card() for _ in range(4)]

    answers = await asyncio.gather(*(guest.orders(checkout, card, f"tab-{uuid4()}") for card in cards))

    assert statuses(answers) == {201: 1, 409: 3}, [answer.text for answer in answers]
    assert await shop.sql("order", ORDERS_OF, checkout["id"]) == 1
    assert await shop.sql("order", CHARGED) == charged + 1
    assert await shop.sql("product", STOCK, sku) == 19


async def test_adding_once_with_one_key_and_as_often_as_there_are_keys(open_shop: RunningShop) -> None:
    shop = open_shop
    sku = await shop.has_stock(20)
    guest, other = shop.guest(), shop.guest()

    one_key = await asyncio.gather(*(adds(guest, sku, "one-and-the-same") for _ in range(8)))
    many_keys = await asyncio.gather(*(adds(other, sku, f"click-{number:04}") for number in range(8)))

    assert statuses(one_key) == statuses(many_keys) == {200: 8}
    assert await quantities(guest) == {sku: 1}
    assert await quantities(other) == {sku: 8}


async def test_a_bag_that_is_filled_emptied_and_checked_out_at_once(open_shop: RunningShop) -> None:
    shop = open_shop
    sku = await shop.has_stock(20)
    guest = shop.guest()
    await guest.fills_bag(sku)
    contact = {"email": "asha@example.com", "phone": "+91 98000 00000", "name": "Asha Rao"}
    checkout = {"contact": contact, "address": ADDRESS}

    answers = await asyncio.gather(
        *(adds(guest, sku, str(uuid4())) for _ in range(4)),
        *(guest.call("cart", "PUT", f"/cart/items/{sku}", json={"quantity": 2}) for _ in range(4)),
        *(guest.call("cart", "DELETE", f"/cart/items/{sku}") for _ in range(4)),
        *(guest.call("cart", "PUT", "/checkout", json=checkout) for _ in range(4)),
        *(guest.call("cart", "GET", "/cart") for _ in range(4)),
    )

    assert set(statuses(answers)) <= {200, 409, 404}, [answer.text for answer in answers]


async def test_a_bag_is_merged_once_from_several_tabs_while_it_is_still_filled(open_shop: RunningShop) -> None:
    shop = open_shop
    sku = await shop.has_stock(20)
    guest = shop.guest()
    customer = shop.customer(was=guest)
    for number in range(3):
        await adds(guest, sku, f"as-guest-{number}")
    await adds(customer, sku, "as-customer")

    answers = await asyncio.gather(
        *(customer.call("cart", "POST", "/cart/merge") for _ in range(8)),
        *(adds(guest, sku, f"late-{number:04}") for number in range(2)),
    )

    assert statuses(answers) == {200: 10}, [answer.text for answer in answers]
    assert 3 <= (await quantities(customer))[sku] <= 5


async def test_an_address_can_sign_up_once(open_shop: RunningShop) -> None:
    somebody = Guest(open_shop, {})
    email = f"asha-{uuid4()}@example.com"
    accounts = [{"name": "A", "email": each, "password": "korb-9-regen"} for each in (email, email.upper()) * 2]
    asked = [await somebody.signs_up(account) for account in accounts]

    answers = await asyncio.gather(*(somebody.types_code(each) for each in asked))

    assert statuses(answers) == {201: 1, 409: 3}, [answer.text for answer in answers]


async def test_one_account_logs_in_on_many_devices_at_once(open_shop: RunningShop) -> None:
    account = {"email": f"asha-{uuid4()}@example.com", "password": "korb-9-regen"}
    somebody = Guest(open_shop, {})
    await somebody.types_code(await somebody.signs_up({"name": "Asha", **account}))

    answers = await asyncio.gather(
        *(somebody.call("user", "POST", "/auth/customer/tokens", json=account) for _ in range(12))
    )

    assert set(statuses(answers)) <= {200, 429}, [answer.text for answer in answers]
    assert statuses(answers)[200] >= 4


async def adds(shopper: Guest, sku: str, key: str) -> httpx.Response:
    wanted = {"sku": sku, "quantity": 1}
    return await shopper.call("cart", "POST", "/cart/items", json=wanted, headers={"idempotency-key": key})


async def quantities(shopper: Guest) -> dict[str, int]:
    cart: dict[str, Any] = (await shopper.call("cart", "GET", "/cart")).json()
    return {line["sku"]: line["quantity"] for line in cart["lines"]}


def statuses(answers: Iterable[httpx.Response]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)
