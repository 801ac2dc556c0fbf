"""What an order does to the bag it came from, as the order service tells it, maybe more than once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from uuid import UUID, uuid4

import pytest
from cart_examples import add_once

from contracts.order import Recipient
from kit.http.auth import Shopper
from souk_cart.actions import carts, checkouts, orders
from souk_cart.actions.checkouts import Chosen
from souk_cart.actions.deps import Deps
from souk_cart.domain.checkout import CheckoutAlreadyOrdered, Contact, NoSuchCheckout, OrderedCheckout, OrderReference

CONTACT = Contact("asha@souk.example", "+919800000000", "Asha Rao")


async def with_checkout(deps: Deps, shopper: Shopper, home: Recipient, **quantities: int) -> tuple[UUID, UUID]:
    for sku, quantity in quantities.items():
        await add_once(deps, shopper, sku, quantity, once=str(uuid4()))
    checkout = (await checkouts.choose(deps, shopper, Chosen(CONTACT, home, "standard"))).checkout
    return checkout.id, checkout.cart_id


def ordered(checkout_id: UUID, cart_id: UUID, **quantities: int) -> OrderedCheckout:
    return OrderedCheckout(checkout_id, cart_id, OrderReference(uuid4(), "SK-7F3K-9QLM"), list(quantities.items()))


async def quantities(deps: Deps, shopper: Shopper) -> Mapping[str, int]:
    return (await deps.carts.find_cart(shopper.key)).quantities


async def test_an_order_empties_the_bag_and_closes_its_checkout(deps: Deps, guest: Shopper, home: Recipient) -> None:
    checkout_id, cart_id = await with_checkout(deps, guest, home, MUG=2, TEE=1)

    await orders.take_out_ordered(deps, ordered(checkout_id, cart_id, MUG=2, TEE=1))

    assert await quantities(deps, guest) == {}
    with pytest.raises(NoSuchCheckout):
        await checkouts.show_open(deps, guest)
    with pytest.raises(CheckoutAlreadyOrdered) as refused:
        await checkouts.quote_for_order(deps, guest, checkout_id)
    assert refused.value.facts["order_number"] == "SK-7F3K-9QLM"


async def test_an_order_that_is_told_again_takes_nothing_that_was_added_since(
    deps: Deps, guest: Shopper, home: Recipient
) -> None:
    checkout_id, cart_id = await with_checkout(deps, guest, home, MUG=2)
    told = ordered(checkout_id, cart_id, MUG=2)
    await orders.take_out_ordered(deps, told)
    await add_once(deps, guest, "MUG", 2, once="bought again")

    await asyncio.gather(*(orders.take_out_ordered(deps, told) for _ in range(4)))

    assert await quantities(deps, guest) == {"MUG": 2}


async def test_an_order_that_is_told_by_several_at_once_counts_once_and_what_was_added_meanwhile_stays(
    deps: Deps, guest: Shopper, home: Recipient
) -> None:
    checkout_id, cart_id = await with_checkout(deps, guest, home, MUG=3)
    await add_once(deps, guest, "MUG", 4, once="added while paying")
    told = ordered(checkout_id, cart_id, MUG=3)

    await asyncio.gather(*(orders.take_out_ordered(deps, told) for _ in range(6)))

    assert await quantities(deps, guest) == {"MUG": 4}


async def test_a_second_checkout_is_left_alone_by_what_is_told_late_of_the_first(
    deps: Deps, guest: Shopper, home: Recipient
) -> None:
    first, cart_id = await with_checkout(deps, guest, home, MUG=2)
    told = ordered(first, cart_id, MUG=2)

    await orders.take_out_ordered(deps, told)
    second, _ = await with_checkout(deps, guest, home, TEE=1)
    await orders.take_out_ordered(deps, told)

    assert second != first
    assert (await checkouts.quote_for_order(deps, guest, second)).priced.cart.quantities == {"TEE": 1}


async def test_an_order_finds_its_lines_where_a_merge_has_put_them(
    deps: Deps, guest: Shopper, customer: Shopper, home: Recipient
) -> None:
    checkout_id, cart_id = await with_checkout(deps, guest, home, MUG=2)
    told = ordered(checkout_id, cart_id, MUG=2)
    assert customer.customer_id

    await asyncio.gather(
        carts.merge_carts(deps, customer.customer_id, customer.guest_id),
        orders.take_out_ordered(deps, told),
    )

    assert await quantities(deps, customer) == {}
    assert await quantities(deps, guest) == {}


async def test_an_order_of_a_cart_that_is_gone_is_nothing_to_do(deps: Deps) -> None:
    await orders.take_out_ordered(deps, ordered(uuid4(), uuid4(), MUG=1))
