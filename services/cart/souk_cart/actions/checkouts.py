"""What a shopper decides between bag and order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from contracts.order import Recipient
from kit.http.auth import Shopper
from kit.ids import uuid7
from souk_cart.actions.carts import PricedCart
from souk_cart.actions.deps import Deps
from souk_cart.domain.cart import Cart
from souk_cart.domain.checkout import (
    Checkout,
    CheckoutState,
    Contact,
    DeliveryOption,
    DeliveryQuote,
    EmptyCart,
    NoSuchCheckout,
    check_buyable,
)
from souk_cart.domain.offers import Line, lines_of, subtotal_of, totals_of, weight_of


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
    cart = await deps.carts.find_cart(shopper.key)
    lines = await _lines(deps, cart)
    if not any(line.counts for line in lines):
        raise EmptyCart
    quote = await _quote(deps, lines, chosen.address)
    delivery = quote.chosen(chosen.delivery_code)
    assert cart.id is not None  # it has lines
    checkout = await deps.carts.save_open_checkout(
        Checkout(uuid7(), cart.id, CheckoutState.OPEN, chosen.contact, chosen.address, delivery.code),
        deps.clock.now(),
    )
    return _priced(deps, checkout, cart, lines, quote, delivery)


async def show_open(deps: Deps, shopper: Shopper) -> PricedCheckout:
    """As of now; when the chosen delivery is offered no more, the first one that is takes its place."""
    found = await deps.carts.find_open_checkout(shopper.key)
    if found is None:
        raise NoSuchCheckout
    checkout, cart = found
    lines = await _lines(deps, cart)
    quote = await _quote(deps, lines, checkout.address)
    return _priced(deps, checkout, cart, lines, quote, quote.chosen_or_first(checkout.delivery_code))


async def quote_for_order(deps: Deps, shopper: Shopper, checkout_id: UUID) -> PricedCheckout:
    """What an order of this checkout would be now; refuses what cannot be bought as it stands."""
    found = await deps.carts.find_checkout_of(shopper.key, checkout_id)
    if found is None:
        raise NoSuchCheckout
    checkout, cart = found
    checkout.check_open()
    lines = await _lines(deps, cart)
    check_buyable(lines)
    quote = await _quote(deps, lines, checkout.address)
    return _priced(deps, checkout, cart, lines, quote, quote.chosen(checkout.delivery_code))


async def _lines(deps: Deps, cart: Cart) -> list[Line]:
    """Refuses a bag that no order could hold: one from before its limits, or whose articles became heavier."""
    offers = await deps.offers.of(cart.skus)
    deps.limits.check(cart, offers)
    return lines_of(cart.quantities, offers, deps.terms.currency)


async def _quote(deps: Deps, lines: Sequence[Line], address: Recipient) -> DeliveryQuote:
    subtotal = subtotal_of(lines, deps.terms.currency)
    quote = await deps.delivery.quote(address.country, address.postal_code, weight_of(lines), subtotal)
    return quote.with_terms(deps.terms, subtotal)


def _priced(
    deps: Deps,
    checkout: Checkout,
    cart: Cart,
    lines: Sequence[Line],
    quote: DeliveryQuote,
    delivery: DeliveryOption,
) -> PricedCheckout:
    totals = totals_of(lines, deps.terms, delivery.charge)
    return PricedCheckout(checkout, PricedCart(replace(cart, checkout_id=checkout.id), lines, totals), quote, delivery)
