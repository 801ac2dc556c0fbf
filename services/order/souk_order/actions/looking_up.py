"""A guest finds an order again: by number and e-mail address, then by a code that is sent there."""

from __future__ import annotations

from typing import Final

from kit.ids import uuid7
from souk_order.actions.deps import Deps
from souk_order.domain.lookups import (
    LIFETIME,
    Lookup,
    Ticket,
    WrongLookupCode,
    lookup_letter,
    may_be_opened,
    new_digits,
    typed_digits,
    typed_email,
    typed_number,
)
from souk_order.domain.orders import Order

HOUR_S: Final = 3600.0
# Counted by what was typed, whether or not it exists.
PER_ADDRESS: Final = 20
PER_EMAIL: Final = 30  # from everywhere: more than one address may ask for, so that none keeps its owner out alone
PER_ORDER: Final = 6  # number and e-mail together: a number alone stands on every parcel
TRIES_PER_ADDRESS: Final = 60


async def ask_code(deps: Deps, number: str, email: str, address: str, language: str) -> Ticket:
    """The browser's half; the other one is sent only to the order's own address."""
    wanted = typed_number(number)
    await deps.rates.hit("lookups-by-address", address, most=PER_ADDRESS, per_s=HOUR_S)
    await deps.rates.hit("lookups-of-email", typed_email(email), most=PER_EMAIL, per_s=HOUR_S)
    await deps.rates.hit("lookups-of-order", f"{wanted}/{typed_email(email)}", most=PER_ORDER, per_s=HOUR_S)
    found = await deps.orders.find_by_number(wanted)
    order = found if found and may_be_opened(found, email) else None
    lookup_id, digits = uuid7(), new_digits()
    ticket = Ticket.new(lookup_id)
    lookup = Lookup(
        id=lookup_id,
        order_id=order.id if order else None,
        code_hash=deps.links.code_hash(lookup_id, digits),
        browser_hash=ticket.hash,
        expires_at=deps.clock.now() + LIFETIME,
    )
    async with deps.lookups.transaction() as lookups:
        await lookups.add(lookup)
        if order:
            await lookups.post(lookup_letter(lookup, order, digits, language))
    return ticket


async def open_order(deps: Deps, ticket: Ticket | None, typed: str, address: str) -> Order:
    """The one order that the code is for; every try counts, right or wrong."""
    await deps.rates.hit("lookup-tries", address, most=TRIES_PER_ADDRESS, per_s=HOUR_S)
    lookup = await _tried(deps, ticket, typed) if ticket else None
    if lookup is None or lookup.order_id is None:
        raise WrongLookupCode
    return await deps.orders.get(lookup.order_id)


async def _tried(deps: Deps, ticket: Ticket, typed: str) -> Lookup | None:
    """Used up, where it is right; the try is kept in any case."""
    now = deps.clock.now()
    async with deps.lookups.transaction() as lookups:
        lookup = await lookups.find_to_try(ticket.lookup_id, ticket.hash)
        if lookup is None or not lookup.is_open(now):
            return None
        lookup = lookup.tried(deps.links.code_hash(lookup.id, typed_digits(typed)), now)
        await lookups.save(lookup)
    return lookup if lookup.used_at else None


async def forget_old_lookups(deps: Deps) -> None:
    await deps.lookups.remove_before(deps.clock.now() - LIFETIME)
