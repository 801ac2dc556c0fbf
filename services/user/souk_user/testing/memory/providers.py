"""Logins at providers: those under way, and those that open accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from souk_user.domain.accounts import Account
from souk_user.domain.providers import LinkedAlready, LinkedElsewhere, LinkedLogin, NoSuchLinkedLogin, ProviderLogin
from souk_user.testing.memory.rows import MemoryStore


class ProviderLogins(MemoryStore):
    async def add_provider_login(self, login: ProviderLogin) -> None:
        async with self._changing() as rows:
            rows.provider_logins[login.id] = login

    async def find_provider_login_to_use(self, login_id: UUID, browser_hash: bytes) -> ProviderLogin | None:
        login = self.rows.provider_logins.get(login_id)
        return login if login and login.browser_hash == browser_hash else None

    async def save_provider_login(self, login: ProviderLogin) -> None:
        self.rows.provider_logins[login.id] = login

    async def remove_provider_logins_before(self, moment: datetime) -> None:
        async with self._changing() as rows:
            rows.provider_logins = {
                key: each for key, each in rows.provider_logins.items() if each.expires_at >= moment
            }

    async def find_linked_account(self, issuer: str, subject: str) -> Account | None:
        linked = self.rows.linked_logins.get((issuer, subject))
        return self.rows.accounts[linked.account_id] if linked else None

    async def save_linked_login_used(self, issuer: str, subject: str, now: datetime) -> None:
        kept = self.rows.linked_logins[issuer, subject]
        self.rows.linked_logins[issuer, subject] = replace(kept, used_at=now)

    async def add_linked_login(self, login: LinkedLogin) -> None:
        kept = self.rows.linked_logins.get((login.issuer, login.subject))
        theirs = await self.list_linked_logins(login.account_id)
        if kept and kept.account_id != login.account_id:
            raise LinkedElsewhere
        if kept is None and any(each.issuer == login.issuer for each in theirs):
            raise LinkedAlready
        if kept is None:
            self.rows.linked_logins[login.issuer, login.subject] = login

    async def list_linked_logins(self, account_id: UUID) -> Sequence[LinkedLogin]:
        theirs = (each for each in self.rows.linked_logins.values() if each.account_id == account_id)
        return sorted(theirs, key=lambda each: (each.linked_at, each.id))

    async def remove_linked_login(self, account_id: UUID, login_id: UUID) -> LinkedLogin:
        for each in await self.list_linked_logins(account_id):
            if each.id == login_id:
                return self.rows.linked_logins.pop((each.issuer, each.subject))
        raise NoSuchLinkedLogin
