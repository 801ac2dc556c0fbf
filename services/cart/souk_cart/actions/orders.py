"""What an order does to the bag it came from."""

from __future__ import annotations

from contextlib import suppress

from kit.data.database import AlreadyDone
from souk_cart.actions.deps import Deps
from souk_cart.domain.cart import without_ordered
from souk_cart.domain.checkout import CheckoutState, OrderedCheckout


async def take_out_ordered(deps: Deps, ordered: OrderedCheckout) -> None:
    """The ordered lines leave the cart and the checkout is closed, once per order however often it is told.

    The order service tells it before the shopper sees the order, and its saga goes on telling until it is answered.
    """
    now = deps.clock.now()
    found = await deps.carts.find_checkout(ordered.checkout_id)
    if found is not None:
        checkout, cart = found
        if checkout.state is CheckoutState.PLACED:
            return
        if await deps.carts.save_ordered(cart, without_ordered(cart, ordered.lines), ordered, now):
            return
    await _take_out_locked(deps, ordered)


async def _take_out_locked(deps: Deps, ordered: OrderedCheckout) -> None:
    """Where the bag changed at the same moment, or its checkout is known no more."""
    now = deps.clock.now()
    with suppress(AlreadyDone):
        async with deps.carts.transaction(once=f"ordered:{ordered.order.id}") as carts:
            cart = await carts.find_cart_of_checkout_to_change(ordered.checkout_id, ordered.cart_id)
            if await carts.is_ordered(ordered.checkout_id):
                return
            if cart is not None:
                await carts.save_cart(cart, without_ordered(cart, ordered.lines), now)
            await carts.close_checkout(ordered, now)
