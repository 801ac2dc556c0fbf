"""Who waits for what is sold out, and what is back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kit.data import housekeeping
from kit.data.database import PostgresStore
from kit.data.housekeeping import OldRows
from souk_user.domain.notices import ANY, Return, TakenOver, Wait, Waiting

OLD_WAITS = OldRows("stock_waits", by="asked_at", where="asked_at < $1")
OLD_UNWANTED = OldRows("stock_notices_unwanted", by="at", where="at < $1")
WAIT = "id, product_id, sku, handle, asked_at, email, language"
RETURN = "id, product_id, sku, handle, title, options"
DUE_AT_ONCE = 20
_TAKE = """
with taken as (
    delete from stock_waits where id = any(array(
        select id from stock_waits where product_id = $1 and sku in ($2, $3) order by id limit $4
        for update skip locked))
    returning id, owner, email, language)
select coalesce(t.email, a.email) as email, coalesce(a.name, '') as name, coalesce(t.language, a.language) as language,
       t.email is not null as is_guest,
       u.mark is not null or (t.email is null and a.id is null) as is_unwanted
from taken t
left join accounts a on t.owner like 'customer:%' and a.id = split_part(t.owner, ':', 2)::uuid and a.closed_at is null
left join stock_notices_unwanted u on u.mark = sha256(convert_to(t.email, 'UTF8'))
order by t.id
"""


class PostgresNotices(PostgresStore):
    async def list_waits(self, owner: str) -> list[Wait]:
        rows = await self.fetch(f"select {WAIT} from stock_waits where owner = $1 order by id desc", owner)
        return [Wait(**row) for row in rows]

    async def list_waits_to_change(self, owner: str, email: str | None) -> tuple[list[Wait], int]:
        """The address is locked as well, in every order after the owner: many guests may name one."""
        for locked in (owner, email):
            if locked is not None:
                await self.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"notices of {locked}")
        of_address = await self.fetchval("select count(*) from stock_waits where email = $1", email) if email else 0
        return await self.list_waits(owner), of_address

    async def add_wait(self, owner: str, wait: Wait) -> None:
        await self.execute(
            f"insert into stock_waits (owner, {WAIT}) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
            owner, wait.id, wait.product_id, wait.sku, wait.handle, wait.asked_at, wait.email, wait.language,
        )  # fmt: skip

    async def take_over(self, guest: str, customer: str, waits: TakenOver) -> None:
        """One that is told of at this moment is gone and comes with neither statement."""
        await self.execute("delete from stock_waits where id = any($1)", list(waits.go))
        await self.execute(
            "update stock_waits set owner = $2, email = null where owner = $1 and id = any($3)",
            guest, customer, list(waits.come),
        )  # fmt: skip

    async def remove_wait(self, owner: str, product_id: UUID, sku: str) -> None:
        await self.execute(
            "delete from stock_waits where owner = $1 and product_id = $2 and sku = $3", owner, product_id, sku
        )

    async def stop(self, mark: bytes, now: datetime) -> None:
        await self.execute(
            "insert into stock_notices_unwanted values ($1, $2) on conflict (mark) do update set at = excluded.at",
            mark, now,
        )  # fmt: skip

    async def is_awaited(self, back: Return) -> bool:
        return await self.fetchval(
            "select exists (select 1 from stock_waits where product_id = $1 and sku in ($2, $3))",
            back.product_id, back.sku, ANY,
        )  # fmt: skip

    async def take_waiting(self, back: Return, limit: int) -> tuple[Sequence[Waiting], int]:
        rows = await self.fetch(_TAKE, back.product_id, back.sku, ANY, limit)
        waiting = [
            Waiting(row["email"], row["name"], row["language"], row["is_guest"])
            for row in rows
            if not row["is_unwanted"]
        ]
        return waiting, len(rows)

    async def list_due(self, now: datetime) -> Sequence[Return]:
        rows = await self.fetch(
            f"""select {RETURN}, failures from stock_returns where next_at <= $1
                order by next_at limit {DUE_AT_ONCE}""",
            now,
        )
        return [Return(**row) for row in rows]

    async def is_due(self, back: Return, now: datetime) -> bool:
        due = "select 1 from stock_returns where sku = $1 and next_at <= $2 for update skip locked"
        return await self.fetchval(due, back.sku, now) is not None

    async def go_on_at(self, back: Return, moment: datetime) -> None:
        await self.execute(
            f"""insert into stock_returns ({RETURN}, next_at) values ($1, $2, $3, $4, $5, $6, $7)
                on conflict (sku) do update set next_at = excluded.next_at, failures = 0""",
            back.id, back.product_id, back.sku, back.handle, back.title, dict(back.options), moment,
        )  # fmt: skip

    async def set_aside(self, back: Return, until: datetime) -> None:
        await self.execute(
            "update stock_returns set next_at = $2, failures = failures + 1 where sku = $1", back.sku, until
        )

    async def end(self, back: Return) -> None:
        await self.execute("delete from stock_returns where sku = $1", back.sku)

    async def remove_before(self, waits: datetime, unwanted: datetime) -> None:
        await housekeeping.remove(self._database, OLD_WAITS, waits)
        await housekeeping.remove(self._database, OLD_UNWANTED, unwanted)
