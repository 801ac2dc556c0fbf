"""Logins at providers: what is kept of them, and who asks a provider."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from souk_user.domain.accounts import Account
from souk_user.domain.providers import Flow, Identity, LinkedLogin, Provider, ProviderLogin, Return


class ProviderLoginStore(Protocol):
    async def add_provider_login(self, login: ProviderLogin) -> None: ...

    async def find_provider_login_to_use(self, login_id: UUID, browser_hash: bytes) -> ProviderLogin | None:
        """Locked, so that it comes back once."""
        ...

    async def save_provider_login(self, login: ProviderLogin) -> None: ...

    async def remove_provider_logins_before(self, moment: datetime) -> None: ...

    async def find_linked_account(self, issuer: str, subject: str) -> Account | None:
        """Whom it opens; nobody's that is being deleted."""
        ...

    async def save_linked_login_used(self, issuer: str, subject: str, now: datetime) -> None: ...

    async def add_linked_login(self, login: LinkedLogin) -> None:
        """Again is no error; raises LinkedElsewhere, LinkedAlready."""
        ...

    async def list_linked_logins(self, account_id: UUID) -> Sequence[LinkedLogin]: ...

    async def remove_linked_login(self, account_id: UUID, login_id: UUID) -> LinkedLogin:
        """Raises NoSuchLinkedLogin, also for another's."""
        ...


class Providers(Protocol):
    """Each question ends within seconds, whatever a provider does, and is never asked inside a transaction."""

    def listed(self) -> Sequence[Provider]: ...

    def get(self, name: str) -> Provider:
        """Raises NoSuchProvider."""
        ...

    async def address(self, provider: Provider, flow: Flow) -> str:
        """Where the browser goes; raises ProviderAway."""
        ...

    async def identity(self, provider: Provider, flow: Flow, brought: Return) -> Identity:
        """Raises ProviderAway, ProviderLoginOver, AnswerUntrusted."""
        ...
