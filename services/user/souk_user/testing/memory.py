"""What the user service keeps, in memory; the store is held to its word by the behaviour class of the real one."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from contracts.user import UserSignedUp
from kit.http.limits import TooMany
from kit.http.tokens import UserType
from kit.mail import Channel, Mail
from souk_user.domain.accounts import Account, Address, EmailTaken, NoSuchAccount
from souk_user.domain.attempts import Failures, no_failures
from souk_user.domain.codes import Code, Contact, PhoneTaken
from souk_user.domain.sessions import KnownToken, Session
from souk_user.domain.wishes import Wish


@dataclass(frozen=True, slots=True)
class KeptAddress:
    account_id: UUID
    created_at: datetime
    address: Address


@dataclass(frozen=True, slots=True)
class KeptToken:
    session_id: UUID
    rotated_at: datetime | None = None


@dataclass
class Rows:
    accounts: dict[UUID, Account] = field(default_factory=dict[UUID, Account])
    addresses: dict[UUID, KeptAddress] = field(default_factory=dict[UUID, KeptAddress])
    sessions: dict[UUID, Session] = field(default_factory=dict[UUID, Session])
    tokens: dict[bytes, KeptToken] = field(default_factory=dict[bytes, KeptToken])
    failures: dict[str, Failures] = field(default_factory=dict[str, Failures])
    codes: dict[UUID, Code] = field(default_factory=dict[UUID, Code])
    wishes: dict[tuple[str, UUID], Wish] = field(default_factory=dict[tuple[str, UUID], Wish])
    published: list[UserSignedUp] = field(default_factory=list[UserSignedUp])
    posted: list[Mail] = field(default_factory=list[Mail])

    def copied(self) -> Rows:
        return Rows(**{name: copy(rows) for name, rows in vars(self).items()})


class MemoryUsers:
    """One transaction at a time; what it changes is seen by others when it ends well."""

    def __init__(self) -> None:
        self.rows = Rows()
        self._one_at_a_time = asyncio.Lock()
        self._is_bound = False

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Self]:
        async with self._one_at_a_time:
            bound = copy(self)
            bound.rows = self.rows.copied()
            bound._is_bound = True
            yield bound
            self.rows = bound.rows

    @asynccontextmanager
    async def _changing(self) -> AsyncIterator[Rows]:
        """A change outside a transaction waits for the one that is under way, whose end would undo it."""
        if self._is_bound:
            yield self.rows
            return
        async with self._one_at_a_time:
            yield self.rows

    # accounts

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

    # codes

    async def add_code(self, code: Code) -> None:
        self.rows.codes[code.id] = code

    async def find_code(self, code_id: UUID) -> Code | None:
        return self.rows.codes.get(code_id)

    async def find_code_to_try(self, code_id: UUID, browser_hash: bytes) -> Code | None:
        code = self.rows.codes.get(code_id)
        return code if code and code.browser_hash == browser_hash else None

    async def save_code(self, code: Code) -> None:
        self.rows.codes[code.id] = code

    async def remove_codes_before(self, moment: datetime) -> None:
        async with self._changing() as rows:
            rows.codes = {each.id: each for each in rows.codes.values() if each.expires_at >= moment}

    # addresses

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

    # sessions

    async def add_session(self, session: Session, token_hash: bytes) -> None:
        self.rows.sessions[session.id] = session
        self.rows.tokens[token_hash] = KeptToken(session.id)

    async def find_token_to_rotate(self, token_hash: bytes, user_type: UserType) -> KnownToken | None:
        token = self.rows.tokens.get(token_hash)
        session = self.rows.sessions[token.session_id] if token else None
        if token is None or session is None or session.account_type != user_type:
            return None
        return KnownToken(session, token.rotated_at)

    async def find_living_hash(self, session_id: UUID) -> bytes | None:
        living = KeptToken(session_id)
        return next((hashed for hashed, token in self.rows.tokens.items() if token == living), None)

    async def rotate(self, session: Session, old_hash: bytes, new_hash: bytes, now: datetime) -> None:
        self.rows.tokens[old_hash] = KeptToken(session.id, now)
        self.rows.tokens[new_hash] = KeptToken(session.id)
        kept = self.rows.sessions[session.id]
        self.rows.sessions[session.id] = replace(kept, expires_at=session.expires_at, last_seen_at=session.last_seen_at)

    async def list_sessions(self, account_id: UUID, current: UUID, now: datetime) -> Sequence[Session]:
        theirs = [each for each in self.rows.sessions.values() if each.account_id == account_id and each.is_alive(now)]
        return sorted(theirs, key=lambda each: (each.id == current, each.last_seen_at or each.started_at), reverse=True)

    async def end_session(self, session_id: UUID, because: str, now: datetime) -> None:
        session = self.rows.sessions[session_id]
        if session.ended_at is None:
            self.rows.sessions[session_id] = replace(session, ended_at=now)

    async def end_sessions_of(
        self, account_id: UUID, because: str, now: datetime, but: UUID | None = None, only: UUID | None = None
    ) -> None:
        for session in list(self.rows.sessions.values()):
            if session.account_id == account_id and session.id != but and only in (None, session.id):
                await self.end_session(session.id, because, now)

    async def remove_tokens_rotated_before(self, moment: datetime) -> None:
        async with self._changing() as rows:
            rows.tokens = {
                hashed: token for hashed, token in rows.tokens.items()
                if token.rotated_at is None or token.rotated_at >= moment
            }  # fmt: skip

    async def remove_sessions_over_before(self, moment: datetime) -> None:
        async with self._changing() as rows:
            rows.sessions = {
                session.id: session for session in rows.sessions.values()
                if min(session.expires_at, session.ended_at or session.expires_at) >= moment
            }  # fmt: skip
            rows.tokens = {hashed: token for hashed, token in rows.tokens.items() if token.session_id in rows.sessions}

    # wishes

    async def list_wishes(self, owner: str) -> Sequence[Wish]:
        theirs = (wish for (of, _), wish in self.rows.wishes.items() if of == owner)
        return sorted(theirs, key=lambda wish: (wish.added_at, wish.product_id), reverse=True)

    async def list_wishes_to_change(self, owner: str) -> Sequence[Wish]:
        return await self.list_wishes(owner)

    async def add_wishes(self, owner: str, wishes: Sequence[Wish]) -> None:
        self.rows.wishes |= {(owner, wish.product_id): wish for wish in wishes}

    async def remove_wishes(self, owner: str, product_ids: Sequence[UUID]) -> None:
        for product_id in product_ids:
            self.rows.wishes.pop((owner, product_id), None)

    async def remove_guests_wishes_before(self, moment: datetime) -> None:
        async with self._changing() as rows:
            rows.wishes = {
                key: wish for key, wish in rows.wishes.items()
                if not key[0].startswith("guest:") or wish.added_at >= moment
            }  # fmt: skip

    # failed logins

    async def find_failures_to_count(self, counter: str, now: datetime) -> Failures:
        return self.rows.failures.setdefault(counter, no_failures(now))

    async def save_failures(self, counter: str, failures: Failures) -> None:
        if counter in self.rows.failures:
            self.rows.failures[counter] = failures

    async def forget_failures(self, counter: str) -> None:
        self.rows.failures.pop(counter, None)

    async def forgive_one_failure(self, counter: str) -> None:
        if known := self.rows.failures.get(counter):
            self.rows.failures[counter] = replace(known, count=max(0, known.count - 1), locked_until=None)

    async def remove_failures_before(self, moment: datetime) -> None:
        async with self._changing() as rows:
            rows.failures = {counter: kept for counter, kept in rows.failures.items() if kept.last_at >= moment}


class MemoryLimits:
    """Counts for ever, as if all came at one moment."""

    def __init__(self) -> None:
        self._hits = Counter[tuple[str, str]]()

    async def hit(self, name: str, key: str, *, most: int, per_s: float) -> None:
        self._hits[name, key] += 1
        if self._hits[name, key] > most:
            raise TooMany(name, int(per_s))
