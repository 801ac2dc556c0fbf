"""Whether an order may be linked: the order service shows it to its customer or to who has its link."""

from __future__ import annotations

import re
from uuid import UUID

from pydantic import BaseModel

from contracts.order import ORDER_LINK_HEADER
from kit.calls.client import Calls, Refused
from kit.calls.codes import codes
from kit.http.auth import Shopper
from souk_support.domain.refusals import OrderNotYours
from souk_support.domain.tickets import LinkedOrder

# A token goes on as a header, where not every sign may stand; one that cannot opens no order.
MAY_BE_TOKEN = re.compile(r"[A-Za-z0-9_-]*")
NOT_SHOWN = codes("order", "order-not-found")


class ShownOrder(BaseModel):
    id: UUID
    number: str


class OrdersByCall:
    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def find(self, order_id: UUID, shopper: Shopper, link_token: str | None) -> LinkedOrder:
        if link_token and not MAY_BE_TOKEN.fullmatch(link_token):
            raise OrderNotYours(order_id)
        headers = {ORDER_LINK_HEADER: link_token} if link_token else {}
        try:
            shown = await self._calls.to("order").get(
                f"/orders/{order_id}", shopper=shopper, headers=headers, reply=ShownOrder
            )
        except Refused as refused:
            if refused.problem.code in NOT_SHOWN:
                raise OrderNotYours(order_id) from refused
            raise
        return LinkedOrder(shown.id, shown.number)
