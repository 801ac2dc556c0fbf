"""Guests' bags, checkouts and kept offers that nobody touched for long are deleted."""

from __future__ import annotations

from datetime import timedelta

from souk_cart.actions.deps import Deps

OFFERS_LIVE = timedelta(hours=1)  # longer than any is shown, or asked for
NOTES_LIVE = timedelta(days=30)  # longer than any saga of an order, or message about it, may be under way
BATCH = 500  # rows locked at once: a busy shop goes on beside the deletion


async def remove_expired(deps: Deps) -> None:
    now = deps.clock.now()
    while await deps.carts.remove_checkouts_before(now - deps.checkouts_live, BATCH) == BATCH:
        pass
    while await deps.carts.remove_guests_carts_before(now - deps.guest_carts_live, BATCH) == BATCH:
        pass
    while await deps.carts.remove_offers_before(OFFERS_LIVE, BATCH) == BATCH:
        pass
    while await deps.promotions.remove_noted_before(now - NOTES_LIVE, BATCH) == BATCH:
        pass
