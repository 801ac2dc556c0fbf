"""Accounts, their addresses and the mail to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.user import UserSignedUp
from kit.http.tokens import UserType
from kit.mail import Channel, Mail
from souk_user.domain.accounts import Account, Address, EmailTaken, NoSuchAccount
from souk_user.domain.codes import Contact, PhoneTaken
from souk_user.testing.memory.rows import KeptAddress, MemoryStore


class Accounts(MemoryStore):
    async def find_account(self, user_type: UserType, email: str) -> Account | None:
        found = (each for each in self.rows.accounts.values() if (each.type, each.email) == (user_type, email))
        return next(found, None)

    async def find_account_at(self, user_type: UserType, contact: Contact) -> Account | None:
        if contact.channel is Channel.MAIL:
            return await self.find_account(user_type, contact.address)
        found = (
            each for each in self.rows.accounts.values()
            if (each.type, each.verified_phone) == (user_type, contact.address)
        )  # fmt: skip
        return next(found, None)

    async def get_account(self, account_id: UUID) -> Account:
        if account_id not in self.rows.accounts:
            raise NoSuchAccount
        return self.rows.accounts[account_id]

    async def add_account(self, account: Account) -> None:
        if await self.find_account(account.type, account.email):
            raise EmailTaken
        self.rows.accounts[account.id] = account
        if account.type == "customer":
            self.rows.published.append(UserSignedUp(at=account.created_at, user_id=account.id))

    async def save_profile(self, account_id: UUID, changes: Mapping[str, str | None]) -> Account:
        kept = await self.get_account(account_id)
        async with self._changing() as rows:
            name, phone = changes.get("name") or kept.name, changes.get("phone", kept.phone)
            verified = kept.verified_phone if phone == kept.phone else None
            rows.accounts[account_id] = replace(kept, name=name, phone=phone, verified_phone=verified)
            return rows.accounts[account_id]

    async def save_password_hash(self, account_id: UUID, password_hash: str) -> None:
        async with self._changing() as rows:
            rows.accounts[account_id] = replace(rows.accounts[account_id], password_hash=password_hash)

    async def save_language(self, account_id: UUID, language: str) -> None:
        async with self._changing() as rows:
            rows.accounts[account_id] = replace(rows.accounts[account_id], language=language)

    async def save_email_verified(self, account_id: UUID, email: str, now: datetime) -> None:
        kept = await self.get_account(account_id)
        if kept.email == email:
            self.rows.accounts[account_id] = replace(kept, email_verified_at=kept.email_verified_at or now)

    async def save_contact(self, account_id: UUID, contact: Contact, now: datetime) -> Account:
        kept = await self.get_account(account_id)
        other = await self.find_account_at(kept.type, contact)
        is_mail = contact.channel is Channel.MAIL
        if other and other.id != account_id:
            raise EmailTaken if is_mail else PhoneTaken
        changed = (
            replace(kept, email=contact.address, email_verified_at=now)
            if is_mail
            else replace(kept, phone=f"+{contact.address}", verified_phone=contact.address)
        )
        self.rows.accounts[account_id] = changed
        return changed

    async def post(self, mail: Mail) -> None:
        assert self._is_bound, "mail leaves with a transaction"
        self.rows.posted.append(mail)

    async def list_addresses(self, account_id: UUID) -> list[Address]:
        theirs = [kept for kept in self.rows.addresses.values() if kept.account_id == account_id]
        return [kept.address for kept in sorted(theirs, key=lambda kept: (kept.created_at, kept.address.id))]

    async def list_addresses_to_change(self, account_id: UUID) -> list[Address]:
        await self.get_account(account_id)
        return await self.list_addresses(account_id)

    async def save_addresses(self, account_id: UUID, addresses: Sequence[Address], now: datetime) -> None:
        async with self._changing() as rows:
            theirs = {each.id for each in await self.list_addresses(account_id)}
            for gone in theirs - {each.id for each in addresses}:
                del rows.addresses[gone]
            for each in addresses:
                kept = rows.addresses.get(each.id, KeptAddress(account_id, now, each))
                if kept.account_id == account_id:
                    rows.addresses[each.id] = replace(kept, address=each)
