from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from cart_examples import add, add_once, choose, merge, quantities

from contracts.order import Recipient
from kit.http.auth import Shopper
from souk_cart.actions import carts, checkouts, cleanup
from souk_cart.actions.deps import Deps
from souk_cart.domain.cart import CartFull, OutOfStock, UnknownSku
from souk_cart.domain.checkout import (
    NoSuchCheckout,
)
from souk_cart.domain.offers import OtherCurrency, PricesUnavailable


async def test_prices_are_those_of_now(deps: Deps, guest: Shopper, shelf: Any) -> None:
    await add(deps, guest, MUG=2)
    shelf.put("MUG", price=30000, stock=1)

    bag = await carts.show_cart(deps, guest)

    assert bag.totals.subtotal.amount == 60000
    assert bag.lines[0].problem == "only_some_left"


async def test_an_item_that_is_added_twice_with_one_key_counts_once(deps: Deps, guest: Shopper) -> None:
    answers = await asyncio.gather(*(add_once(deps, guest, "MUG", 2, once="one click") for _ in range(5)))

    assert {answer.cart.item_count for answer in answers} == {2}
    assert await quantities(deps, guest) == {"MUG": 2}


async def test_what_many_tabs_add_at_once_is_all_there_and_never_more_than_the_stock(
    deps: Deps, guest: Shopper
) -> None:
    clicks = (add_once(deps, guest, "MUG", 1, once=f"click {each}") for each in range(14))

    outcomes = await asyncio.gather(*clicks, return_exceptions=True)

    assert sum(isinstance(outcome, OutOfStock) for outcome in outcomes) == 4
    assert await quantities(deps, guest) == {"MUG": 10}


async def test_lines_stay_in_the_order_in_which_they_came(deps: Deps, guest: Shopper) -> None:
    await add(deps, guest, TEE=1, MUG=1)

    bag = await carts.set_quantity(deps, guest, "TEE", 3)

    assert (
        list(bag.cart.quantities.items()) == list((await quantities(deps, guest)).items()) == [("TEE", 3), ("MUG", 1)]
    )


async def test_a_line_can_be_removed_twice(deps: Deps, guest: Shopper) -> None:
    await add(deps, guest, MUG=1)

    await carts.remove_item(deps, guest, "MUG")
    bag = await carts.remove_item(deps, guest, "MUG")

    assert bag.lines == []
    assert bag.totals.total.amount == 0


async def test_what_is_unknown_or_one_line_too_many_is_refused(deps: Deps, guest: Shopper, shelf: Any) -> None:
    with pytest.raises(UnknownSku):
        await add(deps, guest, NOTHING=1)
    for sku in ("A", "B", "C", "D"):
        shelf.put(sku)
    with pytest.raises(CartFull):
        await add(deps, guest, A=1, B=1, C=1, D=1)


async def test_an_article_priced_in_another_currency_is_refused_and_never_breaks_the_bag(
    deps: Deps, guest: Shopper, shelf: Any
) -> None:
    await add(deps, guest, MUG=1, TEE=1)
    shelf.put("MUG", currency="EUR")

    bag = await carts.show_cart(deps, guest)
    with pytest.raises(OtherCurrency, match="The MUG is priced in EUR, and this shop sells in INR"):
        await add(deps, guest, MUG=1)

    assert [line.problem for line in bag.lines] == ["gone", None]
    assert bag.totals.subtotal.amount == 50000
    assert (await carts.remove_item(deps, guest, "MUG")).cart.item_count == 1


async def test_when_prices_are_down_nothing_is_lost(deps: Deps, guest: Shopper, customer: Shopper, shelf: Any) -> None:
    await add(deps, guest, MUG=2)
    shelf.is_down = True

    for attempt in (
        carts.show_cart(deps, guest),
        add_once(deps, guest, "MUG", 1, once="a click"),
        carts.set_quantity(deps, guest, "MUG", 1),
        carts.remove_item(deps, guest, "MUG"),
        merge(deps, customer),
    ):
        with pytest.raises(PricesUnavailable):
            await attempt

    shelf.is_down = False
    assert await quantities(deps, guest) == {"MUG": 2}
    assert (await add_once(deps, guest, "MUG", 1, once="a click")).cart.item_count == 3


async def test_a_guest_who_logs_in_keeps_the_bag(deps: Deps, guest: Shopper, customer: Shopper) -> None:
    await add(deps, customer, MUG=1, TEE=2)
    await add(deps, guest, MUG=3, TEE=1)

    bag = await merge(deps, customer)

    assert bag.cart.quantities == await quantities(deps, customer) == {"MUG": 3, "TEE": 2}
    assert await quantities(deps, guest) == {}


async def test_a_merge_that_would_pass_the_bags_limit_says_what_it_left_out(
    deps: Deps, guest: Shopper, customer: Shopper, shelf: Any
) -> None:
    shelf.put("CUP")
    shelf.put("HAT")
    await add(deps, customer, MUG=1, TEE=2)
    await add(deps, guest, CUP=1, HAT=2)

    bag = await merge(deps, customer)

    assert bag.cart.quantities == await quantities(deps, customer) == {"MUG": 1, "TEE": 2, "CUP": 1}
    assert [(left.sku, left.quantity, left.reason, offer and offer.title) for left, offer in bag.left_out] == [
        ("HAT", 2, "too_many_lines", "The HAT")
    ]


async def test_merging_again_or_at_once_changes_nothing(deps: Deps, guest: Shopper, customer: Shopper) -> None:
    await add(deps, guest, MUG=3)

    await asyncio.gather(*(merge(deps, customer) for _ in range(6)))
    await carts.set_quantity(deps, customer, "MUG", 1)
    await merge(deps, customer)

    assert await quantities(deps, customer) == {"MUG": 1}


async def test_two_devices_of_one_customer_merge_at_once(deps: Deps, customer: Shopper) -> None:
    phone, laptop = (replace(customer, guest_id=uuid4()) for _ in range(2))
    await add(deps, Shopper(None, phone.guest_id), MUG=3)
    await add(deps, Shopper(None, laptop.guest_id), MUG=2, TEE=1)

    await asyncio.gather(merge(deps, phone), merge(deps, laptop))

    assert await quantities(deps, customer) == {"MUG": 3, "TEE": 1}


async def test_a_customer_without_a_guest_id_merges_nothing(deps: Deps, customer: Shopper) -> None:
    await add(deps, customer, MUG=1)

    assert (await merge(deps, replace(customer, guest_id=None))).cart.quantities == {"MUG": 1}


async def test_what_is_old_is_forgotten(deps: Deps, guest: Shopper, customer: Shopper, home: Recipient) -> None:
    clock: Any = deps.clock
    for shopper in (guest, customer):
        await add(deps, shopper, MUG=1)
        await choose(deps, shopper, home)

    clock.advance(days=31)
    await cleanup.remove_expired(deps)
    with pytest.raises(NoSuchCheckout):
        await checkouts.show_open(deps, guest)
    assert await quantities(deps, guest) == {"MUG": 1}
    clock.advance(days=60)
    await cleanup.remove_expired(deps)
    assert (await quantities(deps, guest), await quantities(deps, customer)) == ({}, {"MUG": 1})
