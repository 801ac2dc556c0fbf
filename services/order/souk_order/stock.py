"""What the saga asks of stock, and how the product service is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from pydantic import BaseModel

from kit.calls.client import Calls, Refused
from souk_order.quote import Line
from souk_order.refusals import OutOfStock, ReservationExpired, StockRefused


class Stock(Protocol):
    """Reservations by key; each verb may be repeated."""

    async def reserve(self, key: str, lines: Sequence[Line], ttl_s: float) -> None:
        """Hold all lines or none; raises OutOfStock, StockRefused, or ReservationExpired when the time is over."""
        ...

    async def renew(self, key: str, ttl_s: float) -> None:
        """Hold for another while; raises ReservationExpired."""
        ...

    async def commit(self, key: str) -> None:
        """What is held leaves the stock; raises ReservationExpired."""
        ...

    async def release(self, key: str) -> None:
        """Give back what is held or committed; nothing to give back is fine."""
        ...


class Reservation(BaseModel):
    state: str


class ProductStock:
    """The product service's reservations over HTTP."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def reserve(self, key: str, lines: Sequence[Line], ttl_s: float) -> None:
        wanted = [{"sku": line.sku, "quantity": line.quantity} for line in lines]
        try:
            kept = await self._calls.to("product").put(
                f"/reservations/{key}", json={"lines": wanted, "ttl_s": int(ttl_s)}, reply=Reservation
            )
        except Refused as refused:
            if refused.problem.code == "out-of-stock":
                raise _out_of_stock(refused, lines) from refused
            if refused.problem.status in {404, 409, 410, 422}:
                raise StockRefused(refused.cause, refused.fix, refused.facts) from refused
            raise
        if kept.state not in {"held", "committed"}:
            raise ReservationExpired.of(UUID(key))

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
            if refused.problem.status != 404:
                raise

    async def _move(self, key: str, verb: str, body: dict[str, int] | None = None) -> None:
        path = f"/reservations/{key}/{verb}"
        try:
            await self._calls.to("product").post(path, json=body or {}, key=f"{verb}-{key}", reply=Reservation)
        except Refused as refused:
            if refused.problem.status in {404, 409, 410}:
                raise ReservationExpired.of(UUID(key)) from refused
            raise


def _out_of_stock(refused: Refused, lines: Sequence[Line]) -> OutOfStock:
    facts = refused.problem.facts
    sku, wanted, left = str(facts["sku"]), int(str(facts["wanted"])), int(str(facts["left"]))
    title = next((line.title for line in lines if line.sku == sku), sku)
    return OutOfStock.of(title, sku, wanted, left)
