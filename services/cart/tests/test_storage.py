from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import uuid4

import asyncpg
import pytest

from contracts.order import Recipient
from kit.clock import ManualClock
from kit.ids import uuid7
from souk_cart.domain.cart import empty_cart
from souk_cart.domain.checkout import Checkout, CheckoutState, Contact
from souk_cart.storage import PostgresCarts

NOW = ManualClock().now()
CONTACT = Contact("asha@souk.example", "+919800000000", "Asha")


async def fill(carts: PostgresCarts, owner: str, **quantities: int) -> None:
    async with carts.transaction() as bound:
        cart = await bound.get_cart_to_change(owner, NOW)
        await bound.save_cart(replace(cart, quantities=quantities), NOW)


async def test_a_cart_comes_back_as_it_was_kept_and_counts_its_versions(carts: PostgresCarts) -> None:
    await fill(carts, "guest:1", B=2, A=1)
    await fill(carts, "guest:1", B=3, A=1, C=1)

    kept = await carts.find_cart("guest:1")

    assert list(kept.quantities.items()) == [("B", 3), ("A", 1), ("C", 1)]
    assert kept.version == 2
    assert await carts.find_cart("guest:2") == empty_cart("guest:2")


async def test_looking_makes_no_cart(carts: PostgresCarts) -> None:
    await carts.find_cart("guest:1")

    assert await carts.fetchval("select count(*) from carts") == 0


@pytest.mark.parametrize("quantity", [0, 100])
async def test_the_table_itself_refuses_a_wrong_quantity(carts: PostgresCarts, quantity: int) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        await fill(carts, "guest:1", MUG=quantity)


async def test_carts_locked_crosswise_wait_and_do_not_die(carts: PostgresCarts) -> None:
    async def swap(first: str, second: str) -> None:
        async with carts.transaction() as bound:
            locked = await bound.list_carts_to_change([first, second], NOW)
            await asyncio.sleep(0.01)
            await bound.save_cart(locked[second], NOW)

    await asyncio.gather(*(swap("a", "b") for _ in range(3)), *(swap("b", "a") for _ in range(3)))


async def test_a_checkout_comes_back_as_it_was_kept(carts: PostgresCarts, home: Recipient) -> None:
    await fill(carts, "guest:1", MUG=1)
    cart_id = (await carts.find_cart("guest:1")).id
    assert cart_id
    checkout = Checkout(uuid7(), cart_id, CheckoutState.OPEN, CONTACT, home, "standard")

    await carts.save_open_checkout(checkout, NOW)

    assert await carts.find_open_checkout("guest:1") == checkout
    assert await carts.find_checkout_of("guest:1", checkout.id) == checkout
    assert await carts.find_checkout_of("guest:2", checkout.id) is None
    await carts.close_checkout(checkout.id, NOW)
    assert await carts.find_open_checkout("guest:1") is None
    assert (await carts.find_checkout_of("guest:1", checkout.id)) == replace(checkout, state=CheckoutState.PLACED)


async def test_an_order_of_an_unknown_checkout_and_cart_finds_nothing(carts: PostgresCarts) -> None:
    async with carts.transaction() as bound:
        assert await bound.find_cart_of_checkout_to_change(uuid4(), uuid4()) is None
