"""The promises of a checkout, across all services: never oversold, never charged twice or for nothing."""

from __future__ import annotations

import asyncio
from collections import Counter

import httpx
import pytest

from e2e.python.running_shop import RunningShop

CONFIRMED = "select count(*) from orders where state in ('confirmed', 'shipped', 'delivered')"
CAPTURED = "select count(*) from simulated_charges where state = 'captured' and captures = 1"
CHARGED = "select coalesce(sum(captures), 0) from simulated_charges"
HELD = "select count(*) from simulated_charges where state in ('authorised', 'challenged')"
PENDING = "select count(*) from orders where state = 'pending'"
STOCK = "select stock from variants where sku = $1"


async def test_sixteen_buyers_and_five_in_stock(shop: RunningShop) -> None:
    sku = await shop.has_stock(5)
    guests = [shop.guest() for _ in range(16)]
    checkouts = [await guest.fills_bag(sku) for guest in guests]
    cards = [await guest.card() for guest in guests]

    answers = await asyncio.gather(
        *(
            guest.orders(checkout, card, f"buyer-{number:04}")
            for number, (guest, checkout, card) in enumerate(zip(guests, checkouts, cards, strict=True))
        )
    )

    assert Counter(answer.status_code for answer in answers) == {201: 5, 409: 11}
    for refused in (answer.json() for answer in answers if answer.status_code == 409):
        assert refused["facts"]["sku"] == sku
        assert refused["cause"]
        assert refused["fix"]
    assert await shop.sql("product", STOCK, sku) == 0
    assert (await shop.sql("order", CAPTURED), await shop.sql("order", CHARGED)) == (5, 5)
    await shop.until("logistics", "select count(*) from shipments", 5)
    await shop.until("order", "select count(*) from orders where state = 'delivered'", 5)


async def test_the_last_step_sent_twice_at_once(shop: RunningShop) -> None:
    sku = await shop.has_stock(5)
    guest = shop.guest()
    checkout, card = await guest.fills_bag(sku), await guest.card()

    first, second = await asyncio.gather(*(guest.orders(checkout, card, "double-click") for _ in range(2)))

    assert first.status_code == second.status_code == 201
    assert first.json()["id"] == second.json()["id"]
    assert await shop.sql("order", "select count(*) from orders") == 1
    assert await shop.sql("order", CHARGED) == 1
    assert await shop.sql("product", STOCK, sku) == 4


@pytest.mark.parametrize(("shop", "after_s"), [("apart", 0.15), ("together", 0.3)], indirect=["shop"])
async def test_kill_9_of_the_order_service_while_eight_shoppers_pay(shop: RunningShop, after_s: float) -> None:
    sku = await shop.has_stock(5)
    guests = [shop.guest() for _ in range(8)]
    checkouts = [await guest.fills_bag(sku) for guest in guests]
    cards = [await guest.card() for guest in guests]
    paying = [
        asyncio.create_task(guest.orders(checkout, card, f"buyer-{number:04}"))
        for number, (guest, checkout, card) in enumerate(zip(guests, checkouts, cards, strict=True))
    ]

    await asyncio.sleep(after_s)
    together = [name for name, process in shop.processes.items() if process is shop.processes["order"]]
    await shop.kill_9("order")
    await asyncio.gather(*paying, return_exceptions=True)
    await shop.start(*together)
    await shop.until("order", PENDING, 0)
    # Each shopper's page sends the last step again, with the key it had.
    answers = await asyncio.gather(
        *(
            guest.orders(checkout, card, f"buyer-{number:04}")
            for number, (guest, checkout, card) in enumerate(zip(guests, checkouts, cards, strict=True))
        )
    )

    assert Counter(answer.status_code for answer in answers) == {201: 5, 409: 3}, [said(answer) for answer in answers]
    assert await shop.sql("order", CONFIRMED) == 5
    assert (await shop.sql("order", CAPTURED), await shop.sql("order", CHARGED), await shop.sql("order", HELD)) == (
        5,
        5,
        0,
    )
    assert await shop.sql("product", STOCK, sku) == 0
    await shop.until("logistics", "select count(*) from shipments", 5)


def said(answer: httpx.Response) -> str:
    return f"{answer.status_code} {answer.text[:200]}"
