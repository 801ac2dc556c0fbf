"""Authenticators, recovery codes, and logins that wait for one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kit.data import housekeeping
from kit.data.database import PostgresStore
from kit.data.housekeeping import OldRows
from souk_user.domain.second_factor import Factor, PendingLogin

OLD_PENDING = OldRows("pending_logins", by="expires_at", where="expires_at < $1")
FACTOR = "account_id, sealed_secret, confirmed_at, last_step"


class Factors(PostgresStore):
    async def find_factor(self, account_id: UUID) -> Factor | None:
        row = await self.fetchrow(f"select {FACTOR} from second_factors where account_id = $1", account_id)
        return Factor(**row) if row else None

    async def find_factor_to_use(self, account_id: UUID) -> Factor | None:
        row = await self.fetchrow(f"select {FACTOR} from second_factors where account_id = $1 for update", account_id)
        return Factor(**row) if row else None

    async def save_factor(self, factor: Factor) -> None:
        await self.execute(
            f"""insert into second_factors ({FACTOR}) values ($1, $2, $3, $4)
                on conflict (account_id) do update set sealed_secret = $2, confirmed_at = $3, last_step = $4""",
            factor.account_id, factor.sealed_secret, factor.confirmed_at, factor.last_step,
        )  # fmt: skip

    async def remove_factor(self, account_id: UUID) -> None:
        await self.execute("delete from second_factors where account_id = $1", account_id)

    async def save_recovery_codes(self, account_id: UUID, hashes: Sequence[bytes]) -> None:
        await self.execute("delete from recovery_codes where account_id = $1", account_id)
        await self.execute(
            "insert into recovery_codes (account_id, hash) select $1, unnest($2::bytea[])", account_id, list(hashes)
        )

    async def use_recovery_code(self, account_id: UUID, code_hash: bytes) -> bool:
        used = "delete from recovery_codes where account_id = $1 and hash = $2 returning true"
        return bool(await self.fetchval(used, account_id, code_hash))

    async def count_recovery_codes(self, account_id: UUID) -> int:
        return await self.fetchval("select count(*) from recovery_codes where account_id = $1", account_id)

    async def add_pending_login(self, pending: PendingLogin) -> None:
        await self.execute(
            "insert into pending_logins (id, account_id, browser_hash, expires_at) values ($1, $2, $3, $4)",
            pending.id, pending.account_id, pending.browser_hash, pending.expires_at,
        )  # fmt: skip

    async def find_pending_to_try(self, pending_id: UUID, browser_hash: bytes) -> PendingLogin | None:
        row = await self.fetchrow(
            """select p.id, p.account_id, a.type as account_type, p.browser_hash, p.expires_at, p.tries, p.used_at
                 from pending_logins p join accounts a on a.id = p.account_id
                where p.id = $1 and p.browser_hash = $2
                  for update of p""",
            pending_id, browser_hash,
        )  # fmt: skip
        return PendingLogin(**row) if row else None

    async def save_pending(self, pending: PendingLogin) -> None:
        await self.execute(
            "update pending_logins set tries = $2, used_at = $3 where id = $1",
            pending.id, pending.tries, pending.used_at,
        )  # fmt: skip

    async def end_pending_of(self, account_id: UUID) -> None:
        await self.execute("delete from pending_logins where account_id = $1", account_id)

    async def remove_pending_before(self, moment: datetime) -> None:
        await housekeeping.remove(self._database, OLD_PENDING, moment)
