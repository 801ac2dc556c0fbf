"""What a shopper decides between bag and order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from contracts.order import Recipient
from kit.http.auth import Shopper
from kit.ids import uuid7
from souk_cart.actions.carts import PricedCart, wanted_of
from souk_cart.actions.deps import Deps
from souk_cart.actions.offers import decided
from souk_cart.domain.cart import Bag, Cart
from souk_cart.domain.checkout import (
    Checkout,
    CheckoutState,
    Contact,
    DeliveryOption,
    DeliveryQuote,
    EmptyCart,
    NoSuchCheckout,
    Parcel,
    Quoted,
    check_buyable,
)
from souk_cart.domain.offers import Asked, Line, Offer, lines_of, subtotal_of, weight_of
from souk_cart.domain.taxes import Destination, taxed_of
from souk_cart.domain.totals import totals_of


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a shopper enters at checkout."""

    contact: Contact
    address: Recipient
    delivery_code: str


@dataclass(frozen=True, slots=True)
class PricedCheckout:
    checkout: Checkout
    priced: PricedCart
    quote: DeliveryQuote
    delivery: DeliveryOption


async def choose(deps: Deps, shopper: Shopper, chosen: Chosen) -> PricedCheckout:
    """Open a checkout, or change the open one; refuses an address or delivery that is not offered."""
    mark = deps.marks.of(chosen.contact.email)
    bag, opened = await deps.carts.find_bag_at_checkout(shopper.key, email_mark=mark)

    def buyable(cart: Cart, offers: Mapping[str, Offer]) -> list[Line]:
        lines = _checked(deps, cart, offers)
        if not any(line.counts for line in lines):
            raise EmptyCart
        return lines

    lines, asked = await decided(deps, bag, bag.cart.skus, buyable)
    await deps.carts.keep_offers(asked)
    kept = opened.quoted if opened else None
    quoted = await _quoted(deps, bag, lines, chosen.address, kept, chosen.delivery_code)
    delivery_code = quoted.quote.chosen(chosen.delivery_code).code
    assert bag.cart.id is not None  # it has lines
    made = Checkout(uuid7(), bag.cart.id, CheckoutState.OPEN, chosen.contact, chosen.address, delivery_code)
    checkout = await deps.carts.save_open_checkout(replace(made, quoted=quoted, email_mark=mark), deps.clock.now())
    return _priced(deps, checkout, bag, lines, quoted, delivery_code)


async def show_open(deps: Deps, shopper: Shopper) -> PricedCheckout:
    """When the chosen delivery is offered no more, the first one that is takes its place."""
    bag, checkout = await deps.carts.find_bag_at_checkout(shopper.key)
    if checkout is None:
        raise NoSuchCheckout
    lines, asked = await decided(deps, bag, bag.cart.skus, partial(_checked, deps))
    await deps.carts.keep_offers(asked)
    quoted = await _quoted(deps, bag, lines, checkout.address, checkout.quoted, checkout.delivery_code)
    return _priced(deps, checkout, bag, lines, quoted, quoted.quote.chosen_or_first(checkout.delivery_code).code)


async def quote_for_order(deps: Deps, shopper: Shopper, checkout_id: UUID) -> PricedCheckout:
    """What an order of this checkout would be now, asked for now; refuses what cannot be bought as it stands."""
    bag, checkout = await deps.carts.find_bag_at_checkout(shopper.key, checkout_id)
    if checkout is None:
        raise NoSuchCheckout
    checkout.check_open()
    offers = await deps.offers.of(bag.cart.skus)
    if not all(kept.looks_like(offers.get(sku)) for sku, kept in bag.offers.items()):  # who is told so looks again
        await deps.carts.keep_offers(Asked(offers, bag.read_at))
    lines = _checked(deps, bag.cart, offers)
    check_buyable(lines)
    quoted = await _quoted(deps, bag, lines, checkout.address, None, checkout.delivery_code)
    if checkout.quoted and checkout.quoted.quote != quoted.quote:
        checkout = await deps.carts.save_open_checkout(replace(checkout, quoted=quoted), deps.clock.now())
    return _priced(deps, checkout, bag, lines, quoted, checkout.delivery_code)


def _checked(deps: Deps, cart: Cart, offers: Mapping[str, Offer]) -> list[Line]:
    """Refuses a bag that no order could hold: one from before its limits, or whose articles became heavier."""
    deps.limits.check(cart, offers)
    return lines_of(cart.quantities, offers, deps.terms.currency)


async def _quoted(
    deps: Deps, bag: Bag, lines: Sequence[Line], address: Recipient, kept: Quoted | None, delivery_code: str
) -> Quoted:
    """As it was kept, if that is of the same parcel and offers what is chosen: what is kept never refuses anything."""
    subtotal = subtotal_of(lines, deps.terms.currency)
    parcel = Parcel(address.country, address.postal_code, weight_of(lines), subtotal)
    if kept and kept.parcel == parcel and kept.quote.offers(delivery_code):
        return kept
    return Quoted(parcel, await deps.delivery.quote(parcel), bag.read_at)


def _priced(
    deps: Deps, checkout: Checkout, bag: Bag, lines: Sequence[Line], quoted: Quoted, delivery_code: str
) -> PricedCheckout:
    wanted = wanted_of(deps, bag, bag.cart)
    totals = totals_of(lines, deps.terms, wanted, quoted.quote.charged(delivery_code))
    quote = quoted.quote.with_standard_free() if totals.standard_is_free else quoted.quote
    cart = replace(bag.cart, checkout_id=checkout.id)
    to = Destination(checkout.address.country, checkout.address.state)
    taxes = deps.taxes.included_in(taxed_of(lines, totals, to))
    return PricedCheckout(checkout, PricedCart(cart, lines, totals, taxes), quote, quote.chosen(delivery_code))
