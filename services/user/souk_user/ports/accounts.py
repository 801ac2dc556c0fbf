"""Accounts, their addresses, and the codes that prove where they are reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kit.http.tokens import UserType
from kit.mail import Mail
from souk_user.domain.accounts import Account, Address
from souk_user.domain.codes import Code, Contact


class AccountStore(Protocol):
    async def find_account(self, user_type: UserType, email: str) -> Account | None: ...

    async def find_account_at(self, user_type: UserType, contact: Contact) -> Account | None:
        """By its e-mail address, or by a phone number that was verified."""
        ...

    async def get_account(self, account_id: UUID) -> Account: ...

    async def add_account(self, account: Account) -> None:
        """Inside a transaction, which also announces a customer; raises EmailTaken."""
        ...

    async def save_profile(self, account_id: UUID, changes: Mapping[str, str | None]) -> Account: ...

    async def save_password_hash(self, account_id: UUID, password_hash: str) -> None: ...

    async def save_language(self, account_id: UUID, language: str) -> None: ...

    async def save_email_verified(self, account_id: UUID, email: str, now: datetime) -> None:
        """Unless the account has another address by now."""
        ...

    async def save_contact(self, account_id: UUID, contact: Contact, now: datetime) -> Account:
        """Verified; raises EmailTaken, PhoneTaken."""
        ...

    async def post(self, mail: Mail) -> None:
        """Inside a transaction, with which it leaves."""
        ...

    async def list_addresses(self, account_id: UUID) -> list[Address]: ...

    async def list_addresses_to_change(self, account_id: UUID) -> list[Address]: ...

    async def save_addresses(self, account_id: UUID, addresses: Sequence[Address], now: datetime) -> None: ...


class CodeStore(Protocol):
    async def add_code(self, code: Code) -> None: ...

    async def find_code(self, code_id: UUID) -> Code | None: ...

    async def find_code_to_try(self, code_id: UUID, browser_hash: bytes) -> Code | None:
        """Locked, so that guesses are counted one by one."""
        ...

    async def save_code(self, code: Code) -> None: ...

    async def remove_codes_before(self, moment: datetime) -> None: ...
