"""What shoppers do with their bag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from kit.data.database import AlreadyDone
from kit.http.auth import Shopper
from souk_cart.actions.deps import Deps
from souk_cart.domain.cart import Cart, LeftOut, merged, with_more, with_quantity, without
from souk_cart.domain.offers import Line, Offer, Totals, lines_of, totals_of


@dataclass(frozen=True, slots=True)
class PricedCart:
    """A cart with what is offered for it now."""

    cart: Cart
    lines: Sequence[Line]
    totals: Totals
    left_out: Sequence[tuple[LeftOut, Offer | None]] = ()  # by a merge


def priced(deps: Deps, cart: Cart, offers: Mapping[str, Offer], left_out: Sequence[LeftOut] = ()) -> PricedCart:
    lines = lines_of(cart.quantities, offers, deps.terms.currency)
    return PricedCart(cart, lines, totals_of(lines, deps.terms), [(each, offers.get(each.sku)) for each in left_out])


async def show_cart(deps: Deps, shopper: Shopper) -> PricedCart:
    cart = await deps.carts.find_cart(shopper.key)
    return priced(deps, cart, await deps.offers.recent(cart.skus))


async def add_item(deps: Deps, shopper: Shopper, sku: str, quantity: int, once: str) -> PricedCart:
    """The same key adds once: a repeat sees the cart as it is."""
    offers = await _offers_with(deps, shopper, sku)
    try:
        async with deps.carts.transaction(once=f"add:{shopper.key}:{once}") as carts:
            cart = await carts.get_cart_to_change(shopper.key, deps.clock.now())
            cart = with_more(cart, offers, sku, quantity, deps.limits, deps.terms.currency)
            cart = await carts.save_cart(cart, deps.clock.now())
    except AlreadyDone:
        return await show_cart(deps, shopper)
    return priced(deps, cart, offers)


async def set_quantity(deps: Deps, shopper: Shopper, sku: str, quantity: int) -> PricedCart:
    offers = await _offers_with(deps, shopper, sku)
    async with deps.carts.transaction() as carts:
        cart = await carts.get_cart_to_change(shopper.key, deps.clock.now())
        cart = with_quantity(cart, offers, sku, quantity, deps.limits, deps.terms.currency)
        cart = await carts.save_cart(cart, deps.clock.now())
    return priced(deps, cart, offers)


async def remove_item(deps: Deps, shopper: Shopper, sku: str) -> PricedCart:
    """Removing twice is no error."""
    offers = await _offers_with(deps, shopper, sku)
    async with deps.carts.transaction() as carts:
        cart = await carts.get_cart_to_change(shopper.key, deps.clock.now())
        cart = await carts.save_cart(without(cart, sku), deps.clock.now())
    return priced(deps, cart, offers)


async def merge_carts(deps: Deps, customer_id: UUID, guest_id: UUID | None) -> PricedCart:
    """After login, what the guest had goes into the customer's cart up to its limits; the guest's is empty then."""
    mine, theirs = f"customer:{customer_id}", f"guest:{guest_id}"
    kept = [await deps.carts.find_cart(owner) for owner in (mine, theirs)]
    offers = await deps.offers.of(tuple({sku: None for cart in kept for sku in cart.skus}))
    if kept[1].id is None:
        return priced(deps, kept[0], offers)
    now = deps.clock.now()
    async with deps.carts.transaction() as carts:
        locked = await carts.list_carts_to_change([mine, theirs], now)
        guests = locked[theirs]
        cart, left_out = merged(locked[mine], guests, offers, deps.limits)
        if guests.quantities:
            cart = await carts.save_cart(cart, now)
            await carts.save_cart(replace(guests, quantities={}), now)
        await carts.move_checkouts(_kept_id(guests), _kept_id(cart))
    return priced(deps, replace(cart, checkout_id=cart.checkout_id or guests.checkout_id), offers, left_out)


async def _offers_with(deps: Deps, shopper: Shopper, sku: str) -> Mapping[str, Offer]:
    """Of all that is in the cart and of one more, before the transaction begins."""
    cart = await deps.carts.find_cart(shopper.key)
    return await deps.offers.of(tuple(dict.fromkeys([*cart.skus, sku])))


def _kept_id(cart: Cart) -> UUID:
    assert cart.id is not None
    return cart.id
