"""What the carrier's reports make of an order."""

from __future__ import annotations

from dataclasses import replace

from contracts.logistics import ParcelMoved
from souk_order.actions.deps import Deps
from souk_order.domain.letters import letter_of


async def follow_parcel(deps: Deps, report: ParcelMoved) -> None:
    """The carrier moved it: the order is on its way, or delivered and, where cash was due, paid."""
    async with deps.orders.transaction(once=report.id) as orders:
        order = await orders.get_for_change(report.order_id)
        moved = order.parcel_moved(report.state, report.moved_at)
        if moved is not order:
            letter = letter_of(moved, deps.links.token(order.id))
            await orders.save(replace(moved, mails=(letter,)))
