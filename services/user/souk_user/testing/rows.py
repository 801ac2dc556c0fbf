"""Rows to begin a test of storage with."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from kit.ids import uuid7
from kit.mail import Channel
from souk_user.domain.accounts import Account, Address
from souk_user.domain.codes import Code, Contact, Purpose
from souk_user.domain.sessions import Session, begun
from souk_user.ports import UserStore
from testkit.clock import ManualClock

ANNA = "anna@souk.example"
NOW, DAY = ManualClock().now(), timedelta(days=1)


async def an_account(users: UserStore, email: str = ANNA) -> Account:
    account = Account(uuid7(), "customer", email, "Anna", None, "hash", NOW)
    async with users.transaction() as bound:
        await bound.add_account(account)
    return account


def a_code(account_id: UUID) -> Code:
    sent_to = Contact(Channel.MAIL, ANNA)
    return Code(uuid7(), Purpose.LOG_IN, "customer", account_id, sent_to, b"c" * 32, b"x" * 32, NOW + DAY)


def an_address(default: bool) -> Address:
    return Address(uuid7(), "Anna", "+919800000000", "1 Road", "", "Pune", "MH", "411001", "IN", default)


async def a_session(users: UserStore, account: Account, token: bytes) -> Session:
    session = begun(uuid7(), account, NOW)
    async with users.transaction() as bound:
        await bound.add_session(session, token)
    return session
