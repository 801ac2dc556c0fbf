"""All the SQL of the user service."""

from __future__ import annotations

from souk_user.storage.accounts import Accounts
from souk_user.storage.codes import Codes
from souk_user.storage.factors import Factors
from souk_user.storage.providers import ProviderLogins
from souk_user.storage.sessions import Sessions
from souk_user.storage.teams import Teams
from souk_user.storage.wishes import Wishes


class PostgresUsers(Accounts, Codes, Factors, ProviderLogins, Sessions, Teams, Wishes):
    """One store: a transaction of it writes to all of them."""
