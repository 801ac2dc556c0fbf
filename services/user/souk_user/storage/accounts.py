"""Accounts and their addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from contracts.user import UserSignedUp
from kit.data.database import PostgresStore
from kit.http.tokens import UserType
from kit.mail import Channel
from souk_user.domain.accounts import Account, Address, EmailTaken, NoSuchAccount
from souk_user.domain.codes import Contact, PhoneTaken

NEW_ACCOUNT = "id, type, email, name, phone, password_hash, created_at, email_verified_at, role, organisation, language"
ACCOUNT = f"{NEW_ACCOUNT}, verified_phone"
ADDRESS = "id, name, phone, line1, line2, city, state, postal_code, country, is_default"


class Accounts(PostgresStore):
    async def find_account(self, user_type: UserType, email: str) -> Account | None:
        row = await self.fetchrow(
            f"select {ACCOUNT} from accounts where type = $1 and email = $2 and closed_at is null",
            user_type, email,
        )  # fmt: skip
        return Account(**row) if row else None

    async def find_account_at(self, user_type: UserType, contact: Contact) -> Account | None:
        column = "email" if contact.channel is Channel.MAIL else "verified_phone"
        row = await self.fetchrow(
            f"select {ACCOUNT} from accounts where type = $1 and {column} = $2 and closed_at is null",
            *(user_type, contact.address),
        )
        return Account(**row) if row else None

    async def get_account(self, account_id: UUID) -> Account:
        row = await self.fetchrow(f"select {ACCOUNT} from accounts where id = $1", account_id)
        if row is None:
            raise NoSuchAccount
        return Account(**row)

    async def add_account(self, account: Account) -> None:
        try:
            await self.execute(
                f"insert into accounts ({NEW_ACCOUNT}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                account.id, account.type, account.email, account.name,
                account.phone, account.password_hash, account.created_at, account.email_verified_at,
                account.role, account.organisation, account.language,
            )  # fmt: skip
        except asyncpg.UniqueViolationError:
            raise EmailTaken from None
        if account.type == "customer":
            await self.publish(UserSignedUp(at=account.created_at, user_id=account.id))

    async def save_profile(self, account_id: UUID, changes: Mapping[str, str | None]) -> Account:
        row = await self.fetchrow(
            f"""update accounts
                   set name = case when $2 then $3 else name end, phone = case when $4 then $5 else phone end,
                       verified_phone = case when $4 and phone is distinct from $5 then null else verified_phone end
                 where id = $1 returning {ACCOUNT}""",
            account_id, "name" in changes, changes.get("name"), "phone" in changes, changes.get("phone"),
        )  # fmt: skip
        if row is None:
            raise NoSuchAccount
        return Account(**row)

    async def save_password_hash(self, account_id: UUID, password_hash: str) -> None:
        await self.execute("update accounts set password_hash = $2 where id = $1", account_id, password_hash)

    async def save_language(self, account_id: UUID, language: str) -> None:
        await self.execute("update accounts set language = $2 where id = $1", account_id, language)

    async def save_email_verified(self, account_id: UUID, email: str, now: datetime) -> None:
        await self.execute(
            """update accounts set email_verified_at = coalesce(email_verified_at, $3) where id = $1 and email = $2""",
            account_id, email, now,
        )  # fmt: skip

    async def save_contact(self, account_id: UUID, contact: Contact, now: datetime) -> Account:
        is_mail = contact.channel is Channel.MAIL
        change = "email = $2, email_verified_at = $3" if is_mail else "phone = '+' || $2, verified_phone = $2"
        try:
            row = await self.fetchrow(
                f"update accounts set {change} where id = $1 returning {ACCOUNT}",
                *((account_id, contact.address, now) if is_mail else (account_id, contact.address)),
            )
        except asyncpg.UniqueViolationError:
            raise (EmailTaken() if is_mail else PhoneTaken()) from None
        if row is None:
            raise NoSuchAccount
        return Account(**row)

    async def list_addresses(self, account_id: UUID) -> list[Address]:
        rows = await self.fetch(
            f"select {ADDRESS} from addresses where account_id = $1 order by created_at, id", account_id
        )
        return [Address(**row) for row in rows]

    async def list_addresses_to_change(self, account_id: UUID) -> list[Address]:
        """The account's row is locked, so that two changes of its addresses follow one another."""
        if await self.fetchval("select 1 from accounts where id = $1 for update", account_id) is None:
            raise NoSuchAccount
        return await self.list_addresses(account_id)

    async def save_addresses(self, account_id: UUID, addresses: Sequence[Address], now: datetime) -> None:
        kept = [address.id for address in addresses]
        await self.execute("delete from addresses where account_id = $1 and not id = any($2::uuid[])", account_id, kept)
        # The one that stops being the default comes first: the index allows no two of them, even for a moment.
        for each in sorted(addresses, key=lambda address: address.is_default):
            await self.execute(
                f"""insert into addresses ({ADDRESS}, account_id, created_at)
                    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                    on conflict (id) do update
                       set name = $2, phone = $3, line1 = $4, line2 = $5, city = $6, state = $7,
                           postal_code = $8, country = $9, is_default = $10
                     where addresses.account_id = $11""",
                each.id, each.name, each.phone, each.line1, each.line2, each.city, each.state,
                each.postal_code, each.country, each.is_default, account_id, now,
            )  # fmt: skip
