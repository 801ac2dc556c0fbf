"""Who waits for a mug, and what is told of it."""

from __future__ import annotations

import contextlib
from typing import Any
from uuid import UUID, uuid4

from contracts.product import BackInStock
from kit.data.database import AlreadyDone
from kit.errors import Kind, SoukError
from kit.http.auth import Shopper
from souk_user.actions.deps import Deps
from souk_user.actions.notices import Wanted, ask_notice
from souk_user.domain.devices import Client
from souk_user.domain.notices import ANY
from souk_user.events import tell_who_waits
from testkit.clock import ManualClock

MUG, HERE = uuid4(), Client("192.0.2.1")


class Unanswered(SoukError):
    code = "unavailable"
    kind = Kind.UNAVAILABLE

    def __init__(self, sku: str) -> None:
        super().__init__(f"Product does not answer for {sku}.", "Ask again.")


class Shelf:
    """What product would say."""

    def __init__(self) -> None:
        self.is_empty = False
        self.broken = set[str]()  # SKUs for which it answers with an error
        self.asked: list[str] = []

    async def has(self, sku: str) -> bool:
        self.asked.append(sku)
        if sku in self.broken:
            raise Unanswered(sku)
        return not self.is_empty


def a_guest() -> Shopper:
    return Shopper(None, uuid4())


def a_return(sku: str = "MUG/L") -> BackInStock:
    return BackInStock(
        at=ManualClock().now(), product_id=MUG, handle="mug", title="A mug", sku=sku, options={"Size": "L"}
    )


async def asks(deps: Deps, shopper: Shopper, email: str | None = None, sku: str = ANY, product: UUID = MUG) -> int:
    return len(await ask_notice(deps, shopper, Wanted(product, sku, "mug", email), HERE))


async def hear(deps: Deps, event: BackInStock) -> None:
    with contextlib.suppress(AlreadyDone):  # which the consumer takes for success
        await tell_who_waits(event, deps)


async def written(deps: Deps) -> list[str]:
    notices: Any = deps.notices
    rows = await notices.fetch("select address from kit_mails where kind = 'back-in-stock' order by written_at, id")
    return [row["address"] for row in rows]


async def waiting(deps: Deps) -> int:
    notices: Any = deps.notices
    return await notices.fetchval("select count(*) from stock_waits")
