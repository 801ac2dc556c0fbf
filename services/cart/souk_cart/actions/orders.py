"""What an order does to the bag it came from."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from souk_cart.actions.deps import Deps
from souk_cart.domain.cart import without_ordered


async def take_out_ordered(
    deps: Deps, checkout_id: UUID, cart_id: UUID, ordered: Iterable[tuple[str, int]], once: UUID
) -> None:
    """The lines are an order now: they leave the cart, and its checkout is closed."""
    now = deps.clock.now()
    async with deps.carts.transaction(once=once) as carts:
        cart = await carts.find_cart_of_checkout_to_change(checkout_id, cart_id)
        if cart is not None:
            await carts.save_cart(without_ordered(cart, ordered), now)
        await carts.close_checkout(checkout_id, now)
