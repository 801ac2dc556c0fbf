"""What services announce: orders for revenue and recommendations, changes for the trail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from contracts.order import OrderCancelled, OrderPlaced, OrderRefunded
from kit.audit import Audited
from kit.events import Event
from souk_activity.actions.deps import Deps
from souk_activity.domain.happenings import Step, slot_of
from souk_activity.domain.orders import Bought, PlacedOrder, add_orders
from souk_activity.domain.tally import Tally, tally_of
from souk_activity.domain.trail import Change

# An order is the end of a visit that began within it.
VISIT_OF_ORDER: Final = timedelta(days=1)


async def count_orders(deps: Deps, events: Sequence[OrderPlaced]) -> None:
    now = deps.clock.now()
    orders = [_order(event) for event in events]
    people = {order.person_id for order in orders if order.person_id}
    since = min(order.at for order in orders) - VISIT_OF_ORDER
    visits = await deps.orders.list_last_visits(people, since)  # before: then all that is written is one statement
    async with deps.orders.transaction(once=[event.id for event in events]) as kept:
        tally = tally_of((), await kept.mark_sessions(dict.fromkeys(visits, (Step.ORDERED, None))), now)
        add_orders(tally, orders)
        await kept.add_tally(tally, now)
        await kept.add_together(Counter(pair for order in orders for pair in order.pairs), now)


async def count_undone(deps: Deps, events: Sequence[OrderCancelled]) -> None:
    """A pending order that came to nothing was never revenue; one that was placed is given back."""
    tally = Tally()
    for event in events:
        count = tally.slots[slot_of(event.at)]
        count.undone += event.total is None
        count.cancelled += event.total is not None
        count.given_back += event.total.amount if event.total else 0
    await _add(deps, events, tally)


async def count_refunds(deps: Deps, events: Sequence[OrderRefunded]) -> None:
    tally = Tally()
    for event in events:
        tally.slots[slot_of(event.at)].given_back += event.amount.amount
    await _add(deps, events, tally)


async def _add(deps: Deps, events: Sequence[Event], tally: Tally) -> None:
    async with deps.orders.transaction(once=[event.id for event in events]) as kept:
        await kept.add_tally(tally, deps.clock.now())


async def keep_trail(deps: Deps, events: Sequence[Audited]) -> None:
    changes = [
        Change(event.id, event.at, event.service, event.actor_id, event.actor_type, event.action, event.of)
        for event in events
    ]
    async with deps.trail.transaction(once=[event.id for event in events]) as trail:
        await trail.add(changes)


def _order(event: OrderPlaced) -> PlacedOrder:
    return PlacedOrder(
        at=event.at,
        person_id=event.customer_id or event.guest_id,
        amount=event.total.amount,
        units=sum(line.quantity for line in event.lines),
        bought=[
            Bought(line.handle, line.quantity, line.unit_price.amount * line.quantity)
            for line in event.lines
            if line.handle
        ],
    )
