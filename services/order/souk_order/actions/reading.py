"""Who sees which orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from souk_order.actions.deps import Deps
from souk_order.domain.orders import Order
from souk_order.domain.refusals import OrderNotFound


@dataclass(frozen=True, slots=True)
class Reader:
    """Who wants to see an order: its customer, or whoever holds its link."""

    customer_id: UUID | None
    link_token: str | None
    ticket: str | None = None  # of one document, for a link that carries neither a header nor a login


async def show_order(deps: Deps, order_id: UUID, reader: Reader) -> Order:
    """To its customer, or to whoever holds its link; for all others there is no such order."""
    order = await _found(deps, order_id)
    if not _may_see(deps, order, reader):
        raise OrderNotFound(order_id)
    return order


async def check_may_keep(deps: Deps, order_id: UUID, invoice_id: UUID, reader: Reader) -> None:
    """Who may see the order, and who holds the document's ticket."""
    order = await _found(deps, order_id)
    ticket = reader.ticket or ""
    if not _may_see(deps, order, reader) and not deps.links.admits(invoice_id, ticket, deps.clock.now()):
        raise OrderNotFound(order_id)


async def _found(deps: Deps, order_id: UUID) -> Order:
    order = await deps.orders.find(order_id)
    if order is None or order.is_nobodys:
        raise OrderNotFound(order_id)
    return order


def _may_see(deps: Deps, order: Order, reader: Reader) -> bool:
    if reader.customer_id is not None and reader.customer_id == order.customer_id:
        return True
    return reader.link_token is not None and deps.links.opens(order.id, reader.link_token)


async def list_orders(deps: Deps, customer_id: UUID, before: UUID | None, limit: int) -> Sequence[Order]:
    return await deps.orders.list_of(customer_id, before, limit)
