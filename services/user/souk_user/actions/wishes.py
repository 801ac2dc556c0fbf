"""What shoppers do with their wishlist."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from kit.http.auth import Shopper
from souk_user.actions.deps import Deps
from souk_user.domain.wishes import GUESTS_WISHES_LIVE, Wish, merged, with_wish


async def add_wish(deps: Deps, shopper: Shopper, product_id: UUID, handle: str) -> Sequence[Wish]:
    wish = Wish(product_id, handle, deps.clock.now())
    async with deps.users.transaction() as users:
        wishes = await users.list_wishes_to_change(shopper.key)
        kept = with_wish(wishes, wish)
        if kept is not wishes:
            await users.add_wishes(shopper.key, [wish])
    return kept


async def remove_wish(deps: Deps, shopper: Shopper, product_id: UUID) -> Sequence[Wish]:
    """Removing twice is no error."""
    async with deps.users.transaction() as users:
        wishes = await users.list_wishes_to_change(shopper.key)
        await users.remove_wishes(shopper.key, [product_id])
    return [wish for wish in wishes if wish.product_id != product_id]


async def merge_wishes(deps: Deps, customer_id: UUID, guest_id: UUID | None) -> Sequence[Wish]:
    """After login; the guest's list is empty then, so a repeat brings nothing twice."""
    mine, theirs = f"customer:{customer_id}", f"guest:{guest_id}"
    async with deps.users.transaction() as users:
        kept = await users.list_wishes_to_change(mine)
        guests = await users.list_wishes_to_change(theirs) if guest_id else ()
        wishes = merged(kept, guests)
        if guests:
            known = set(kept)
            await users.add_wishes(mine, [wish for wish in wishes if wish not in known])
            await users.remove_wishes(theirs, [wish.product_id for wish in guests])
    return wishes


async def forget_guests_wishes(deps: Deps) -> None:
    await deps.users.remove_guests_wishes_before(deps.clock.now() - GUESTS_WISHES_LIVE)
