"""What shoppers keep for later: lines move between the bag and what lies beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kit.http.auth import Shopper
from souk_cart.actions.carts import PricedCart, saved
from souk_cart.actions.deps import Deps
from souk_cart.actions.offers import offers_for
from souk_cart.domain.cart import Bag, Cart, saved_for_later, with_more, without_saved
from souk_cart.domain.offers import Offer


async def save_for_later(deps: Deps, shopper: Shopper, sku: str) -> PricedCart:
    """Twice is no error: then it lies there already."""
    return await _change(deps, shopper, lambda cart, _: saved_for_later(cart, sku))


async def move_to_bag(deps: Deps, shopper: Shopper, sku: str) -> PricedCart:
    """By the rules of adding; refused, it stays where it lies."""

    def moved(cart: Cart, offers: Mapping[str, Offer]) -> Cart:
        if sku not in cart.saved:
            return cart
        cart_with = with_more(cart, offers, sku, cart.saved[sku], deps.limits, deps.terms.currency)
        return without_saved(cart_with, sku)

    return await _change(deps, shopper, moved)


async def remove_saved(deps: Deps, shopper: Shopper, sku: str) -> PricedCart:
    return await _change(deps, shopper, lambda cart, _: without_saved(cart, sku))


async def _change(deps: Deps, shopper: Shopper, change: Callable[[Cart, Mapping[str, Offer]], Cart]) -> PricedCart:
    """What is decided about is locked, and asked for now: a line is moved rarely."""
    bag = await deps.carts.find_bag(shopper.key)
    offers = await offers_for(deps, Bag(bag.cart, {}, bag.read_at), bag.cart.shown_skus)
    async with deps.carts.transaction() as carts:
        was = await carts.get_cart_to_change(shopper.key, deps.clock.now())
        bag = await carts.find_bag(shopper.key)
        cart = change(bag.cart, {**bag.offers, **offers})
        result = await saved(deps, carts, bag, cart, {**bag.offers, **offers})
        await carts.save_saved(was, cart)
    assert result
    return result
