"""What the user service asks of its store and of its tools, as protocols."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from souk_user.ports.accounts import AccountStore, CodeStore
from souk_user.ports.factors import FactorStore
from souk_user.ports.providers import ProviderLoginStore
from souk_user.ports.sessions import SessionStore
from souk_user.ports.teams import TeamStore
from souk_user.ports.wishes import WishStore


class UserStore(AccountStore, CodeStore, FactorStore, ProviderLoginStore, SessionStore, TeamStore, WishStore, Protocol):
    """One store: a transaction of it writes to all of them."""

    def transaction(self) -> AbstractAsyncContextManager[UserStore]: ...
