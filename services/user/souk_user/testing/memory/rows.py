"""All rows, and transactions over them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self
from uuid import UUID

from contracts.user import UserSignedUp
from kit.mail import Mail
from souk_user.domain.accounts import Account, Address
from souk_user.domain.attempts import Failures
from souk_user.domain.codes import Code
from souk_user.domain.invitations import Invitation
from souk_user.domain.providers import LinkedLogin, ProviderLogin
from souk_user.domain.second_factor import Factor, PendingLogin
from souk_user.domain.sessions import Session
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
    factors: dict[UUID, Factor] = field(default_factory=dict[UUID, Factor])
    recovery_codes: dict[UUID, frozenset[bytes]] = field(default_factory=dict[UUID, frozenset[bytes]])
    pending: dict[UUID, PendingLogin] = field(default_factory=dict[UUID, PendingLogin])
    invitations: dict[bytes, Invitation] = field(default_factory=dict[bytes, Invitation])
    provider_logins: dict[UUID, ProviderLogin] = field(default_factory=dict[UUID, ProviderLogin])
    linked_logins: dict[tuple[str, str], LinkedLogin] = field(default_factory=dict[tuple[str, str], LinkedLogin])
    wishes: dict[tuple[str, UUID], Wish] = field(default_factory=dict[tuple[str, UUID], Wish])
    published: list[UserSignedUp] = field(default_factory=list[UserSignedUp])
    posted: list[Mail] = field(default_factory=list[Mail])

    def copied(self) -> Rows:
        return Rows(**{name: copy(rows) for name, rows in vars(self).items()})


class MemoryStore:
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
