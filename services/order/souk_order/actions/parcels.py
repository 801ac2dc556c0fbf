"""What the carrier's reports make of orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from contracts.logistics import ParcelMoved
from souk_order.actions.deps import Deps
from souk_order.domain.invoicing import invoice_of
from souk_order.domain.letters import letter_of
from souk_order.domain.orders import Order
from souk_order.domain.refusals import OrderNotFound
from souk_order.domain.states import OrderState


async def follow_parcels(deps: Deps, reports: Sequence[ParcelMoved]) -> None:
    """The carrier moved them: orders are on their way, or delivered and, where cash was due, paid; all or none.

    No key is kept: a report that comes again finds its order where it left it, and changes nothing.
    """
    found = await deps.orders.list_of_ids({report.order_id for report in reports})
    after: dict[UUID, Order] = {order.id: order for order in found}
    for report in reports:
        if report.order_id not in after:
            raise OrderNotFound(report.order_id)
        after[report.order_id] = _told(deps, after[report.order_id], report)
    if moves := [(order, after[order.id]) for order in found if after[order.id] is not order]:
        async with deps.orders.transaction() as orders:
            await orders.save_moves(moves)


def _told(deps: Deps, order: Order, report: ParcelMoved) -> Order:
    moved = order.parcel_moved(report.state, report.moved_at)
    if moved is order:
        return order
    # What leaves the shop is invoiced as it leaves.
    leaves = order.state is OrderState.CONFIRMED
    invoice = invoice_of(moved, deps.books, deps.clock.now()) if leaves else order.invoice
    return replace(moved, mails=(*order.mails, letter_of(moved, deps.links.token(order.id))), invoice=invoice)
