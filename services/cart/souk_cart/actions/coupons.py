"""What shoppers do with codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kit.http.auth import Shopper
from souk_cart.actions.carts import PricedCart, saved
from souk_cart.actions.deps import Deps
from souk_cart.actions.offers import offers_for
from souk_cart.domain.cart import Cart, with_coupon, without_coupon
from souk_cart.domain.coupons import check_accepted

# Who mistypes has tries enough, and who guesses finds too little in them.
TRIES_PER_SHOPPER: Final = 20
TRIES_PER_ADDRESS: Final = 60  # many shoppers may share one
PER_S: Final = 600.0


async def enter_coupon(deps: Deps, shopper: Shopper, code: str, address: str) -> PricedCart:
    """Refused unless it gives something now; a code that stands in the bag may be entered again."""
    await deps.rates.hit("coupons", shopper.key, most=TRIES_PER_SHOPPER, per_s=PER_S)
    await deps.rates.hit("coupons-from", address, most=TRIES_PER_ADDRESS, per_s=PER_S)

    def check(bag: PricedCart) -> None:
        for coupon in bag.totals.coupons:
            if coupon.code == code:
                check_accepted(coupon)

    return await _change(deps, shopper, code, lambda cart: with_coupon(cart, code), check)


async def remove_coupon(deps: Deps, shopper: Shopper, code: str) -> PricedCart:
    """Removing twice is no error."""
    return await _change(deps, shopper, None, lambda cart: without_coupon(cart, code), lambda _: None)


async def _change(
    deps: Deps,
    shopper: Shopper,
    code: str | None,
    change: Callable[[Cart], Cart],
    check: Callable[[PricedCart], None],
) -> PricedCart:
    """What is decided about is locked: a code is entered rarely, so that a try that would come second may wait."""
    bag = await deps.carts.find_bag(shopper.key)
    offers = await offers_for(deps, bag, bag.cart.shown_skus)
    async with deps.carts.transaction() as carts:
        await carts.get_cart_to_change(shopper.key, deps.clock.now())
        bag = await carts.find_bag(shopper.key, code=code)
        result = await saved(deps, carts, bag, change(bag.cart), {**bag.offers, **offers})
        assert result
        check(result)
    return result
