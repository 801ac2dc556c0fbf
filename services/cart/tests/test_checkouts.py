from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from cart_examples import add, choose, merge

from contracts.order import Recipient
from kit.http.auth import Shopper
from souk_cart.actions import carts, checkouts
from souk_cart.actions.deps import Deps
from souk_cart.domain.cart import CartTooHeavy, OutOfStock
from souk_cart.domain.checkout import (
    CheckoutReplaced,
    DeliveryNotOffered,
    EmptyCart,
    NoSuchCheckout,
    NotDeliveredThere,
)


async def test_a_checkout_shows_what_delivery_costs(deps: Deps, guest: Shopper, home: Recipient, carrier: Any) -> None:
    await add(deps, guest, MUG=2)

    chosen = await choose(deps, guest, home, "express")

    assert [option.charge.amount for option in chosen.quote.options] == [5900, 12900]
    assert chosen.priced.totals.total.amount == 40000 + 12900
    assert carrier.asked[0][0] == 600
    assert (await checkouts.show_open(deps, guest)).checkout == replace(chosen.checkout, quoted=None)


async def test_choosing_again_changes_the_open_checkout(deps: Deps, guest: Shopper, home: Recipient) -> None:
    await add(deps, guest, MUG=1)

    first, *others = await asyncio.gather(*(choose(deps, guest, home) for _ in range(4)))
    express = await choose(deps, guest, home, "express")

    assert {each.checkout.id for each in (*others, express)} == {first.checkout.id}


async def test_a_checkout_needs_content_a_served_address_and_an_offered_delivery(
    deps: Deps, guest: Shopper, home: Recipient, shelf: Any
) -> None:
    with pytest.raises(EmptyCart):
        await choose(deps, guest, home)
    await add(deps, guest, MUG=1)
    with pytest.raises(NotDeliveredThere):
        await choose(deps, guest, home.model_copy(update={"postal_code": "999999"}))
    with pytest.raises(DeliveryNotOffered):
        await choose(deps, guest, home, "drone")
    with pytest.raises(NoSuchCheckout):
        await checkouts.show_open(deps, guest)
    shelf.sell("MUG", 10)
    with pytest.raises(EmptyCart):
        await choose(deps, guest, home)


async def test_a_delivery_that_is_offered_no_more_is_replaced_when_shown_and_refused_when_ordered(
    deps: Deps, guest: Shopper, home: Recipient, carrier: Any
) -> None:
    await add(deps, guest, MUG=1)
    checkout = (await choose(deps, guest, home, "express")).checkout
    carrier.express = False

    assert (await checkouts.show_open(deps, guest)).delivery.code == "standard"
    with pytest.raises(DeliveryNotOffered):
        await checkouts.quote_for_order(deps, guest, checkout.id)


async def test_a_quote_is_its_shoppers_and_of_now(
    deps: Deps, guest: Shopper, customer: Shopper, home: Recipient, shelf: Any
) -> None:
    await add(deps, guest, MUG=3)
    checkout = (await choose(deps, guest, home)).checkout

    with pytest.raises(NoSuchCheckout):
        await checkouts.quote_for_order(deps, customer, checkout.id)
    shelf.put("MUG", price=10000)
    assert (await checkouts.quote_for_order(deps, guest, checkout.id)).priced.totals.total.amount == 30000 + 5900
    shelf.sell("MUG", 8)
    with pytest.raises(OutOfStock) as refused:
        await checkouts.quote_for_order(deps, guest, checkout.id)
    assert refused.value.facts == {"sku": "MUG", "wanted": 3, "left": 2}


async def test_a_guest_who_signs_up_during_checkout_goes_on_with_it(
    deps: Deps, guest: Shopper, customer: Shopper, home: Recipient
) -> None:
    await add(deps, guest, MUG=1)
    checkout = (await choose(deps, guest, home)).checkout

    merged = await merge(deps, customer)

    assert merged.cart.checkout_id == (await deps.carts.find_cart(customer.key)).checkout_id == checkout.id
    assert (await checkouts.show_open(deps, customer)).checkout.id == checkout.id
    assert (await checkouts.quote_for_order(deps, customer, checkout.id)).priced.cart.quantities == {"MUG": 1}


async def test_of_two_checkouts_that_meet_the_customers_own_stays_open(
    deps: Deps, guest: Shopper, customer: Shopper, home: Recipient
) -> None:
    await add(deps, guest, MUG=1)
    await add(deps, customer, TEE=1)
    guests, own = (await choose(deps, guest, home)).checkout, (await choose(deps, customer, home)).checkout

    await merge(deps, customer)

    assert (await checkouts.show_open(deps, customer)).checkout.id == own.id
    with pytest.raises(CheckoutReplaced, match="Nothing was ordered"):
        await checkouts.quote_for_order(deps, customer, guests.id)


async def test_a_bag_that_no_order_could_hold_is_refused_at_checkout_and_not_told_as_an_outage(
    deps: Deps, guest: Shopper, home: Recipient, shelf: Any
) -> None:
    await add(deps, guest, MUG=9)
    checkout = (await choose(deps, guest, home)).checkout
    shelf.put("MUG", weight_grams=120_000)

    for refused in (choose(deps, guest, home), checkouts.quote_for_order(deps, guest, checkout.id)):
        with pytest.raises(CartTooHeavy):
            await refused

    await carts.set_quantity(deps, guest, "MUG", 8)
    assert (await choose(deps, guest, home)).checkout.id == checkout.id
