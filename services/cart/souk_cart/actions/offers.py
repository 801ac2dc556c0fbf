"""What is offered for a bag: as it was kept a moment ago to show and to add, and never to buy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from kit.errors import SoukError
from souk_cart.actions.deps import Deps
from souk_cart.domain.cart import Bag, Cart
from souk_cart.domain.offers import Asked, Offer

T = TypeVar("T")
Decide = Callable[[Cart, Mapping[str, Offer]], T]


async def offers_for(deps: Deps, bag: Bag, skus: Sequence[str]) -> Mapping[str, Offer]:
    """The kept ones, and the others asked for, which are kept."""
    asked = await _asked(deps, bag, skus)
    await deps.carts.keep_offers(asked)
    return asked.beside(bag.offers)


async def decided(deps: Deps, bag: Bag, skus: Sequence[str], decide: Decide[T]) -> tuple[T, Asked]:
    """A kept offer may let something in, as a fresh one that changes right after; it never refuses anything.

    What was asked for is to be kept by the caller, with what else it keeps.
    """
    if bag.offers:
        asked = await _asked(deps, bag, skus)
        with suppress(SoukError):
            return decide(bag.cart, asked.beside(bag.offers)), asked
    asked = await _asked(deps, replace(bag, offers={}), skus)
    try:
        return decide(bag.cart, asked.offers), asked
    except SoukError:
        await deps.carts.keep_offers(asked)
        raise


async def _asked(deps: Deps, bag: Bag, skus: Sequence[str]) -> Asked:
    missing = [sku for sku in skus if sku not in bag.offers]
    return Asked(await deps.offers.of(missing) if missing else {}, bag.read_at)
