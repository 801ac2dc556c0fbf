"""What is offered for a bag: as it was kept a moment ago to show and to add, and never to buy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from kit.errors import SoukError
from souk_cart.actions.deps import Deps
from souk_cart.domain.cart import Bag, Cart
from souk_cart.domain.offers import Offer

T = TypeVar("T")
Decide = Callable[[Cart, Mapping[str, Offer]], T]


async def offers_for(deps: Deps, bag: Bag, skus: Sequence[str]) -> Mapping[str, Offer]:
    """The kept ones, and the others asked for."""
    missing = [sku for sku in skus if sku not in bag.offers]
    if not missing:
        return bag.offers
    fresh = await deps.offers.of(missing)
    await deps.carts.keep_offers(tuple(fresh.values()), bag.read_at)
    return {**bag.offers, **fresh}


async def decided(deps: Deps, bag: Bag, skus: Sequence[str], decide: Decide[T]) -> tuple[T, Mapping[str, Offer]]:
    """A kept offer may let something in, as a fresh one that changes right after; it never refuses anything."""
    offers = await offers_for(deps, bag, skus)
    try:
        return decide(bag.cart, offers), offers
    except SoukError:
        if not bag.offers:
            raise
    offers = await offers_for(deps, Bag(bag.cart, {}, bag.read_at), skus)
    return decide(bag.cart, offers), offers
