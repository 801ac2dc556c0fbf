"""Parcels, as the logistics service keeps them."""

from __future__ import annotations

from uuid import UUID

from kit.calls.client import Calls, Refused
from kit.calls.codes import codes
from souk_order.domain.cancelling import ParcelUnderWay

UNDER_WAY = codes("logistics", "parcel-under-way")


class LogisticsParcels:
    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def stop(self, order_id: UUID) -> None:
        try:
            # The order's own id makes a repeat the same stop: the key only says that it may be asked again.
            await self._calls.to("logistics").post(f"/orders/{order_id}/stop", json={}, key=f"{order_id}/stop")
        except Refused as refused:
            if refused.problem.code in UNDER_WAY:
                raise ParcelUnderWay(refused.cause, refused.fix) from refused
            raise
