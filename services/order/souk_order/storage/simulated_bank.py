"""All the SQL of the simulated bank: its cards and its charges.

What an order does here is not forced to the disk: the order's next commit is, and takes it along, since one server
keeps both. So a crash never leaves an order that knows of a charge which the bank forgot.
"""

from __future__ import annotations

import asyncpg

from contracts.money import Money
from kit.data.database import PostgresStore
from kit.data.transaction import NOT_FORCED


class PostgresLedger(PostgresStore):
    async def add_card(self, token: str, behaviour: str, last4: str, brand: str) -> None:
        await self.execute(
            f"insert into simulated_cards (token, behaviour, last4, brand) select $1, $2, $3, $4 from {NOT_FORCED}",
            token,
            behaviour,
            last4,
            brand,
        )

    async def forget_cards(self, older_than_s: float) -> None:
        await self.execute(
            "delete from simulated_cards where kept_at < now() - make_interval(secs => $1)", older_than_s
        )

    async def find_card(self, token: str | None) -> asyncpg.Record | None:
        return await self.fetchrow("select behaviour, last4 from simulated_cards where token = $1", token)

    async def add_charge(
        self, key: str, token: str | None, amount: Money, behaviour: str, last4: str, state: str, challenge_id: str,
        return_url: str,
    ) -> asyncpg.Record | None:  # fmt: skip
        added = await self.fetchrow(
            f"""insert into simulated_charges (key, token, amount, currency, behaviour, last4, state, challenge_id,
                                               return_url, captures)
                select $1, $2, $3, $4, $5, $6, $7, $8, $9, ($7 = 'captured')::int from {NOT_FORCED}
                on conflict (key) do nothing returning *""",
            *(key, token, amount.amount, amount.currency, behaviour, last4, state, challenge_id, return_url),
        )
        return added or await self.find_charge(key)

    async def find_charge(self, key: str) -> asyncpg.Record | None:
        return await self.fetchrow("select * from simulated_charges where key = $1", key)

    async def find_challenged(self, challenge_id: str) -> asyncpg.Record | None:
        return await self.fetchrow("select * from simulated_charges where challenge_id = $1", challenge_id)

    async def void_charge(self, key: str) -> asyncpg.Record | None:
        return await self.fetchrow(
            """insert into simulated_charges as c (key, amount, currency, behaviour, last4, state)
               values ($1, 0, '', 'succeeds', '', 'voided') on conflict (key) do update
               set state = case when c.state = 'captured' then c.state else 'voided' end returning *""",
            key,
        )

    async def move_charge(self, key: str, state: str, to: str, unless: str | None) -> asyncpg.Record | None:
        moved = await self.fetchrow(
            f"""update simulated_charges set state = $3, captures = captures + ($3 = 'captured')::int from {NOT_FORCED}
               where key = $1 and state = $2 and behaviour is distinct from $4 returning simulated_charges.*""",
            *(key, state, to, unless),
        )
        return moved or await self.find_charge(key)

    async def add_refund(self, key: str, charge: str, amount: int) -> bool:
        """The table itself refuses more than was taken, also to two at once."""
        try:
            await self.execute(
                """with new as (
                       insert into simulated_refunds (key, charge, amount) values ($1, $2, $3)
                       on conflict (key) do nothing returning amount)
                   update simulated_charges set refunded = refunded + new.amount from new
                   where simulated_charges.key = $2""",
                *(key, charge, amount),
            )
        except asyncpg.CheckViolationError:
            return False
        return True

    async def find_refund(self, key: str) -> asyncpg.Record | None:
        return await self.fetchrow(
            """select r.charge, r.amount, c.amount - c.refunded as left
               from simulated_refunds r join simulated_charges c on c.key = r.charge where r.key = $1""",
            key,
        )
