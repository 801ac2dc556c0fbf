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


async def show_order(deps: Deps, order_id: UUID, reader: Reader) -> Order:
    """To its customer, or to whoever holds its link; for all others there is no such order."""
    order = await deps.orders.find(order_id)
    if order is None or order.is_nobodys:
        raise OrderNotFound(order_id)
    owns = reader.customer_id is not None and reader.customer_id == order.customer_id
    if not owns and not (reader.link_token and deps.links.opens(order.id, reader.link_token)):
        raise OrderNotFound(order_id)
    return order


async def list_orders(deps: Deps, customer_id: UUID, before: UUID | None, limit: int) -> Sequence[Order]:
    return await deps.orders.list_of(customer_id, before, limit)
