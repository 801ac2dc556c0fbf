"""Logins at providers: those under way, and those that open accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from kit.data import housekeeping
from kit.data.database import PostgresStore
from kit.data.housekeeping import OldRows
from souk_user.domain.accounts import Account
from souk_user.domain.providers import (
    Identity,
    LinkedAlready,
    LinkedElsewhere,
    LinkedLogin,
    NoSuchLinkedLogin,
    ProviderLogin,
)
from souk_user.storage.accounts import ACCOUNT

OLD_LOGINS = OldRows("provider_logins", by="expires_at", where="expires_at < $1")
BEGUN = "id, provider, account_id, browser_hash, expires_at, came_back_at"
IDENTITY = "issuer, subject, email, name"
LINKED = "id, account_id, issuer, subject, email, linked_at, used_at"


class ProviderLogins(PostgresStore):
    async def add_provider_login(self, login: ProviderLogin) -> None:
        await self.execute(
            f"insert into provider_logins ({BEGUN}) values ($1, $2, $3, $4, $5, $6)",
            login.id, login.provider, login.account_id, login.browser_hash, login.expires_at, login.came_back_at,
        )  # fmt: skip

    async def find_provider_login_to_use(self, login_id: UUID, browser_hash: bytes) -> ProviderLogin | None:
        row = await self.fetchrow(
            f"select {BEGUN}, {IDENTITY} from provider_logins where id = $1 and browser_hash = $2 for update",
            *(login_id, browser_hash),
        )
        if row is None:
            return None
        values = cast("dict[str, Any]", dict(row))
        said = [values.pop(column) for column in ("issuer", "subject", "email", "name")]
        return ProviderLogin(**values, identity=None if said[0] is None else Identity(*said))

    async def save_provider_login(self, login: ProviderLogin) -> None:
        said = login.identity
        await self.execute(
            """update provider_logins
                  set expires_at = $2, came_back_at = $3, issuer = $4, subject = $5, email = $6, name = $7
                where id = $1""",
            login.id, login.expires_at, login.came_back_at,
            said and said.issuer, said and said.subject, said and said.email, said and said.name,
        )  # fmt: skip

    async def remove_provider_logins_before(self, moment: datetime) -> None:
        await housekeeping.remove(self._database, OLD_LOGINS, moment)

    async def find_linked_account(self, issuer: str, subject: str) -> Account | None:
        row = await self.fetchrow(
            f"""select {ACCOUNT} from accounts
                 where closed_at is null
                   and id = (select account_id from linked_logins where issuer = $1 and subject = $2)""",
            *(issuer, subject),
        )
        return Account(**row) if row else None

    async def save_linked_login_used(self, issuer: str, subject: str, now: datetime) -> None:
        await self.execute(
            "update linked_logins set used_at = $3 where issuer = $1 and subject = $2", issuer, subject, now
        )

    async def add_linked_login(self, login: LinkedLogin) -> None:
        added = await self.fetchval(
            f"insert into linked_logins ({LINKED}) values ($1, $2, $3, $4, $5, $6, $7)"
            " on conflict do nothing returning true",
            login.id, login.account_id, login.issuer, login.subject, login.email, login.linked_at, login.used_at,
        )  # fmt: skip
        if added:
            return
        owner = await self.fetchval(
            "select account_id from linked_logins where issuer = $1 and subject = $2", login.issuer, login.subject
        )
        if owner is None:
            raise LinkedAlready
        if owner != login.account_id:
            raise LinkedElsewhere

    async def list_linked_logins(self, account_id: UUID) -> Sequence[LinkedLogin]:
        rows = await self.fetch(
            f"select {LINKED} from linked_logins where account_id = $1 order by linked_at, id", account_id
        )
        return [LinkedLogin(**row) for row in rows]

    async def remove_linked_login(self, account_id: UUID, login_id: UUID) -> LinkedLogin:
        row = await self.fetchrow(
            f"delete from linked_logins where account_id = $1 and id = $2 returning {LINKED}", account_id, login_id
        )
        if row is None:
            raise NoSuchLinkedLogin
        return LinkedLogin(**row)
