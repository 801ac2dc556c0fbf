"""Telling that there is some again of what was sold out.

Goods that came in are told of by the transaction that counts them. What a hold gives back may be held again a moment
later: it waits here, and is told once nobody has taken it for a while.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from contracts.product import BackInStock
from kit.data.database import PostgresStore

AT_ONCE = 100
_BACK = """
select p.id as product_id, p.handle, p.title, v.sku, v.options
from variants v join products p on p.id = v.product_id
where v.sku = any($1) and v.available and p.published order by v.sku
"""
_SETTLE = """
insert into returns_to_settle (sku, since) select sku, $2 from unnest($1::text[]) sku
on conflict (sku) do update set since = excluded.since
"""
_SETTLED = f"""
delete from returns_to_settle where sku = any(array(
    select sku from returns_to_settle where since <= $1 order by since limit {AT_ONCE} for update skip locked))
returning sku
"""


class PostgresReturns(PostgresStore):
    async def tell(self, skus: Collection[str], now: datetime) -> None:
        """Inside the transaction that brought them; what is hidden or gone is nobody's news."""
        if not skus:
            return
        for row in await self.fetch(_BACK, sorted(skus)):
            await self.publish(BackInStock(at=now, **row))

    async def let_settle(self, skus: Collection[str], now: datetime) -> None:
        """Its time begins anew with each hold that ends."""
        if skus:
            await self.write(_SETTLE, sorted(skus), now)

    async def tell_settled(self, since: datetime, now: datetime) -> int:
        """A batch of what has come back before and is still there; gives how many were looked at."""
        rows = await self.fetch(_SETTLED, since)
        await self.tell([row["sku"] for row in rows], now)
        return len(rows)
