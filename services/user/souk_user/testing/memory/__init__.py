"""What the user service keeps, in memory; the store is held to its word by the behaviour class of the real one."""

from __future__ import annotations

from collections import Counter

from kit.http.limits import TooMany
from souk_user.testing.memory.accounts import Accounts
from souk_user.testing.memory.codes import Codes
from souk_user.testing.memory.factors import Factors
from souk_user.testing.memory.providers import ProviderLogins
from souk_user.testing.memory.sessions import Sessions
from souk_user.testing.memory.teams import Teams
from souk_user.testing.memory.wishes import Wishes


class MemoryUsers(Accounts, Codes, Factors, ProviderLogins, Sessions, Teams, Wishes):
    """One store, like the real one."""


class MemoryLimits:
    """Counts for ever, as if all came at one moment."""

    def __init__(self) -> None:
        self._hits = Counter[tuple[str, str]]()

    async def hit(self, name: str, key: str, *, most: int, per_s: float) -> None:
        self._hits[name, key] += 1
        if self._hits[name, key] > most:
            raise TooMany(name, int(per_s))
