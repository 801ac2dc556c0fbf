"""What shoppers do with their bag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import overload
from uuid import UUID

from kit.data.idempotency import Answer, Once
from kit.http.auth import Shopper
from kit.ids import uuid7
from souk_cart.actions.deps import Deps
from souk_cart.actions.offers import Decide, decided, offers_for
from souk_cart.domain.cart import Bag, Cart, LeftOut, merged, with_more, with_quantity, without
from souk_cart.domain.offers import Asked, Line, Offer, lines_of
from souk_cart.domain.taxes import Tax, taxed_of
from souk_cart.domain.totals import Totals, Wanted, totals_of
from souk_cart.ports import CartStore


@dataclass(frozen=True, slots=True)
class PricedCart:
    """A cart with what is offered for it now."""

    cart: Cart
    lines: Sequence[Line]
    totals: Totals
    taxes: Sequence[Tax]  # within the total
    saved: Sequence[Line] = ()  # for later: no part of any total
    left_out: Sequence[tuple[LeftOut, Offer | None]] = ()  # by a merge


def priced(
    deps: Deps, bag: Bag, cart: Cart, offers: Mapping[str, Offer], left_out: Sequence[LeftOut] = ()
) -> PricedCart:
    """The cart as it became, by the rules that the bag was read with."""
    lines = lines_of(cart.quantities, offers, deps.terms.currency)
    totals = totals_of(lines, deps.terms, wanted_of(deps, bag, cart))
    taxes = deps.taxes.included_in(taxed_of(lines, totals, to=None))
    later = lines_of(cart.saved, offers, deps.terms.currency)
    return PricedCart(cart, lines, totals, taxes, later, [(each, offers.get(each.sku)) for each in left_out])


def wanted_of(deps: Deps, bag: Bag, cart: Cart) -> Wanted:
    return Wanted(bag.promotions, cart.coupons, deps.clock.now())


async def show_cart(deps: Deps, shopper: Shopper) -> PricedCart:
    bag = await deps.carts.find_bag(shopper.key)
    return priced(deps, bag, bag.cart, await offers_for(deps, bag, bag.cart.shown_skus))


async def add_item(deps: Deps, shopper: Shopper, sku: str, quantity: int, once: Once[PricedCart]) -> Answer:
    """The same key adds once: a repeat gets the first answer."""

    def more(cart: Cart, offers: Mapping[str, Offer]) -> Cart:
        return with_more(cart, offers, sku, quantity, deps.limits, deps.terms.currency)

    return await _change(deps, shopper, sku, more, once)


async def set_quantity(deps: Deps, shopper: Shopper, sku: str, quantity: int) -> PricedCart:
    def exactly(cart: Cart, offers: Mapping[str, Offer]) -> Cart:
        return with_quantity(cart, offers, sku, quantity, deps.limits, deps.terms.currency)

    return await _change(deps, shopper, sku, exactly)


async def remove_item(deps: Deps, shopper: Shopper, sku: str) -> PricedCart:
    """Removing twice is no error."""
    return await _change(deps, shopper, sku, lambda cart, _: without(cart, sku))


@overload
async def _change(deps: Deps, shopper: Shopper, sku: str, decide: Decide[Cart]) -> PricedCart: ...
@overload
async def _change(deps: Deps, shopper: Shopper, sku: str, decide: Decide[Cart], once: Once[PricedCart]) -> Answer: ...
async def _change(
    deps: Deps, shopper: Shopper, sku: str, decide: Decide[Cart], once: Once[PricedCart] | None = None
) -> PricedCart | Answer:
    """Read, decide, save if nothing changed meanwhile: two statements, and what is read is locked by nobody."""
    record = once.record if once else None
    bag = await deps.carts.find_bag_or_answer(shopper.key, sku, record)
    if isinstance(bag, Answer):
        return bag
    cart, asked = await decided(deps, bag, [*bag.cart.shown_skus, sku], decide)
    if result := await saved(deps, deps.carts, bag, cart, asked.beside(bag.offers), once, asked):
        return result
    # Another change of the same bag came first. Now it is locked, so that this try is the last one.
    async with deps.carts.transaction() as carts:
        await carts.get_cart_to_change(shopper.key, deps.clock.now())
        bag = await carts.find_bag_or_answer(shopper.key, sku, record)
        if isinstance(bag, Answer):
            return bag
        offers = asked.beside(bag.offers)
        result = await saved(deps, carts, bag, decide(bag.cart, offers), offers, once, asked)
    assert result
    return result


@overload
async def saved(
    deps: Deps, carts: CartStore, bag: Bag, cart: Cart, offers: Mapping[str, Offer]
) -> PricedCart | None: ...
@overload
async def saved(
    deps: Deps,
    carts: CartStore,
    bag: Bag,
    cart: Cart,
    offers: Mapping[str, Offer],
    once: Once[PricedCart] | None,
    asked: Asked,
) -> PricedCart | Answer | None: ...
async def saved(
    deps: Deps,
    carts: CartStore,
    bag: Bag,
    cart: Cart,
    offers: Mapping[str, Offer],
    once: Once[PricedCart] | None = None,
    asked: Asked | None = None,
) -> PricedCart | Answer | None:
    """None, and nothing is saved, when the cart is no longer as it was read. `asked`: offers to keep beside it."""
    was = bag.cart
    cart = replace(cart, id=was.id or uuid7(), version=was.version + 1)
    result = priced(deps, bag, cart, offers)
    answer = once.answer(result) if once else None
    record = once.record if once else None
    is_saved = await carts.save_cart(was, cart, deps.clock.now(), record, answer, asked)
    return (answer or result) if is_saved else None


async def merge_carts(deps: Deps, customer_id: UUID, guest_id: UUID | None) -> PricedCart:
    """After login, what the guest had goes into the customer's cart up to its limits; the guest's is empty then."""
    mine, theirs = f"customer:{customer_id}", f"guest:{guest_id}"
    kept = [await deps.carts.find_cart(owner) for owner in (mine, theirs)]
    offers = await deps.offers.of(tuple({sku: None for cart in kept for sku in cart.shown_skus}))
    if kept[1].id is None:
        return priced(deps, await deps.carts.find_bag(mine), kept[0], offers)
    now = deps.clock.now()
    async with deps.carts.transaction() as carts:
        locked = await carts.list_carts_to_change([mine, theirs], now)
        guests = locked[theirs]
        cart, left_out = merged(locked[mine], guests, offers, deps.limits)
        if guests.quantities or guests.coupons or guests.saved:
            await carts.save_cart(locked[mine], cart, now)
            nothing = replace(guests, quantities={}, coupons=(), saved={})
            await carts.save_cart(guests, nothing, now)
            await carts.save_saved(locked[mine], cart)
            await carts.save_saved(guests, nothing)
            cart = replace(cart, version=cart.version + 1)
        await carts.move_checkouts(_kept_id(guests), _kept_id(cart))
    cart = replace(cart, checkout_id=cart.checkout_id or guests.checkout_id)
    return priced(deps, await deps.carts.find_bag(mine), cart, offers, left_out)


def _kept_id(cart: Cart) -> UUID:
    assert cart.id is not None
    return cart.id
