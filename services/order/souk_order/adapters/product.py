"""Stock, as the product service keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from kit.calls.client import Calls, Refused
from kit.calls.codes import codes
from kit.errors import SoukError
from souk_order.domain.failures import OutOfStock, ReservationExpired, StockRefused
from souk_order.domain.quotes import Held, Line

SOLD_OUT = codes("product", "out-of-stock")
# What else it may have against the lines: a variant that is gone, more of it than anybody may hold.
LINES_REFUSED = codes("product", "unknown-sku", "other-lines", "invalid-request", "body-too-large")
# How it says that nothing is held under a key any more.
UNKNOWN = codes("product", "unknown-reservation")
LAPSED = UNKNOWN | codes("product", "reservation-expired", "reservation-closed")


class ReservedLine(BaseModel):
    sku: str
    left: int | None = None


class Reservation(BaseModel):
    state: str
    lines: tuple[ReservedLine, ...]


class ProductStock:
    """The product service's reservations over HTTP."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def reserve(self, key: str, lines: Sequence[Line], ttl_s: float) -> Held:
        kept = await self._keep(key, lines, {"ttl_s": int(ttl_s), "plenty_sold": True})
        left = {line.sku: line.left for line in kept.lines if line.left is not None}
        return Held(left, sold=kept.state == "committed")

    async def sell(self, key: str, lines: Sequence[Line]) -> None:
        kept = await self._keep(key, lines, {"sold": True})
        if kept.state == "held":  # by the release of product before this one, which only reserves
            await self.commit(key)

    async def renew(self, key: str, ttl_s: float) -> None:
        await self._move(key, "renew", {"ttl_s": int(ttl_s)})

    async def commit(self, key: str) -> None:
        await self._move(key, "commit")

    async def release(self, key: str) -> None:
        try:
            await self._calls.to("product").post(
                f"/reservations/{key}/release", json={}, key=f"release-{key}", reply=Reservation
            )
        except Refused as refused:
            if refused.problem.code not in UNKNOWN:
                raise

    async def _keep(self, key: str, lines: Sequence[Line], how: dict[str, Any]) -> Reservation:
        wanted = [{"sku": line.sku, "quantity": line.quantity} for line in lines]
        try:
            kept = await self._calls.to("product").put(
                f"/reservations/{key}", json={"lines": wanted, **how}, reply=Reservation
            )
        except Refused as refused:
            if refused.problem.code in LAPSED:
                raise ReservationExpired.of(UUID(key)) from refused
            raise _told(refused, lines) from refused
        if kept.state not in {"held", "committed"}:
            raise ReservationExpired.of(UUID(key))
        return kept

    async def _move(self, key: str, verb: str, body: dict[str, int] | None = None) -> None:
        path = f"/reservations/{key}/{verb}"
        try:
            await self._calls.to("product").post(path, json=body or {}, key=f"{verb}-{key}", reply=Reservation)
        except Refused as refused:
            if refused.problem.code in LAPSED:
                raise ReservationExpired.of(UUID(key)) from refused
            raise


def _told(refused: Refused, lines: Sequence[Line]) -> SoukError:
    """By its code; what is not about the lines is this service's own fault, which an operator has to see."""
    if refused.problem.code in SOLD_OUT:
        return _out_of_stock(refused, lines)
    if refused.problem.code in LINES_REFUSED:
        return StockRefused(refused.cause, refused.fix, refused.facts)
    return refused


def _out_of_stock(refused: Refused, lines: Sequence[Line]) -> OutOfStock:
    facts = refused.problem.facts
    sku, wanted, left = str(facts["sku"]), int(str(facts["wanted"])), int(str(facts["left"]))
    title = next((line.title for line in lines if line.sku == sku), sku)
    return OutOfStock.of(title, sku, wanted, left)
