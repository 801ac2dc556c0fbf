from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from cart_examples import add_once

from contracts.money import Money
from contracts.order import OrderPlaced, PlacedLine, Recipient
from contracts.product import ProductChanged
from kit.http.auth import Shopper
from souk_cart.actions import carts, checkouts, orders
from souk_cart.actions.checkouts import Chosen
from souk_cart.actions.deps import Deps
from souk_cart.domain.checkout import CheckoutAlreadyOrdered, Contact, NoSuchCheckout, OrderedCheckout, OrderReference
from souk_cart.events import handlers

CONTACT = Contact("asha@souk.example", "+919800000000", "Asha Rao")


async def deliver(deps: Deps, event: OrderPlaced | ProductChanged) -> None:
    await handlers.handle(event.subject, event.model_dump_json(), deps)


async def with_checkout(deps: Deps, shopper: Shopper, home: Recipient, **quantities: int) -> tuple[UUID, UUID]:
    for sku, quantity in quantities.items():
        await add_once(deps, shopper, sku, quantity, once=str(uuid4()))
    checkout = (await checkouts.choose(deps, shopper, Chosen(CONTACT, home, "standard"))).checkout
    return checkout.id, checkout.cart_id


def placed(checkout_id: UUID, cart_id: UUID, home: Recipient, **quantities: int) -> OrderPlaced:
    money = Money(amount=1, currency="INR")
    return OrderPlaced(
        at=datetime(2026, 11, 21, tzinfo=UTC), order_id=uuid4(), order_number="SK-7F3K-9QLM", customer_id=None,
        guest_id=None, cart_id=cart_id, checkout_id=checkout_id, link_token_sha256="", recipient=home,
        lines=tuple(
            PlacedLine(sku=sku, title=sku, quantity=quantity, unit_price=money, weight_grams=1)
            for sku, quantity in quantities.items()
        ),
        delivery_code="standard", earliest=date(2026, 11, 24), latest=date(2026, 11, 26), total=money,
        due_on_delivery=None,
    )  # fmt: skip


async def quantities(deps: Deps, shopper: Shopper) -> Mapping[str, int]:
    return (await deps.carts.find_cart(shopper.key)).quantities


async def test_an_order_empties_the_bag_and_closes_its_checkout(deps: Deps, guest: Shopper, home: Recipient) -> None:
    checkout_id, cart_id = await with_checkout(deps, guest, home, MUG=2, TEE=1)

    await deliver(deps, placed(checkout_id, cart_id, home, MUG=2, TEE=1))

    assert await quantities(deps, guest) == {}
    with pytest.raises(NoSuchCheckout):
        await checkouts.show_open(deps, guest)
    with pytest.raises(CheckoutAlreadyOrdered) as refused:
        await checkouts.quote_for_order(deps, guest, checkout_id)
    assert refused.value.facts["order_number"] == "SK-7F3K-9QLM"


async def test_a_redelivered_order_takes_nothing_that_was_added_since(
    deps: Deps, guest: Shopper, home: Recipient
) -> None:
    checkout_id, cart_id = await with_checkout(deps, guest, home, MUG=2)
    event = placed(checkout_id, cart_id, home, MUG=2)
    await deliver(deps, event)
    await add_once(deps, guest, "MUG", 2, once="bought again")

    await asyncio.gather(*(deliver(deps, event) for _ in range(4)))

    assert await quantities(deps, guest) == {"MUG": 2}


async def test_what_the_order_service_says_itself_and_its_event_count_once(
    deps: Deps, guest: Shopper, home: Recipient
) -> None:
    checkout_id, cart_id = await with_checkout(deps, guest, home, MUG=3)
    await add_once(deps, guest, "MUG", 4, once="added while paying")
    event = placed(checkout_id, cart_id, home, MUG=3)
    order = OrderReference(event.order_id, event.order_number)
    said = OrderedCheckout(checkout_id, cart_id, order, [("MUG", 3)])

    await asyncio.gather(
        *(orders.take_out_ordered(deps, said) for _ in range(3)), *(deliver(deps, event) for _ in range(3))
    )

    assert await quantities(deps, guest) == {"MUG": 4}


async def test_a_second_order_works_before_the_event_of_the_first_has_arrived(
    deps: Deps, guest: Shopper, home: Recipient
) -> None:
    first, cart_id = await with_checkout(deps, guest, home, MUG=2)
    order = OrderReference(uuid4(), "SK-1")

    await orders.take_out_ordered(deps, OrderedCheckout(first, cart_id, order, [("MUG", 2)]))
    second, _ = await with_checkout(deps, guest, home, TEE=1)
    late = placed(first, cart_id, home, MUG=2).model_copy(update={"order_id": order.id})
    await deliver(deps, late)

    assert second != first
    assert (await checkouts.quote_for_order(deps, guest, second)).priced.cart.quantities == {"TEE": 1}


async def test_an_order_finds_its_lines_where_a_merge_has_put_them(
    deps: Deps, guest: Shopper, customer: Shopper, home: Recipient
) -> None:
    checkout_id, cart_id = await with_checkout(deps, guest, home, MUG=2)
    event = placed(checkout_id, cart_id, home, MUG=2)
    assert customer.customer_id

    await asyncio.gather(
        carts.merge_carts(deps, customer.customer_id, customer.guest_id),
        deliver(deps, event),
    )

    assert await quantities(deps, customer) == {}
    assert await quantities(deps, guest) == {}


async def test_an_order_of_a_cart_that_is_gone_is_nothing_to_do(deps: Deps, home: Recipient) -> None:
    await deliver(deps, placed(uuid4(), uuid4(), home, MUG=1))
