"""`python -m souk_user.commands.accounts`: makes the admin and, on a developer's machine, the demo accounts.

Prints a JSON list of `{"type", "email", "name", "password"}`; the password is null where the account was there
already, which is then left as it is.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from kit.calls.client import Calls
from kit.clock import SystemClock
from kit.data.database import Database
from kit.errors import Kind, SoukError
from kit.hosts import is_local
from kit.http.tokens import UserType
from kit.ids import random_code
from kit.settings import Secret
from souk_user.actions.deps import Deps
from souk_user.actions.entering import new_account
from souk_user.app import wired
from souk_user.domain.accounts import Credentials, EmailTaken
from souk_user.settings import Settings


class DemoAccountsRefused(SoukError):
    code = "demo-accounts-refused"
    kind = Kind.FORBIDDEN

    def __init__(self, public_url: str) -> None:
        super().__init__(
            f"Demo accounts are for a developer's machine, and this shop is at {public_url}.",
            "Leave --demo out; the admin is made all the same.",
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    type: UserType
    email: str
    name: str
    password: Secret | None


def wanted_accounts(settings: Settings, asked_for_demo: bool) -> list[Wanted]:
    """The admin always; the demo accounts where the shop is local, and never elsewhere."""
    admin = Wanted("admin", "admin@souk.example", "Souk Admin", settings.admin_password)
    if is_local(settings.public_url):
        customer = Wanted("customer", "asha@souk.example", "Asha Rao", settings.customer_password)
        seller = Wanted("seller", "seller@souk.example", "Ravi Kumar", settings.seller_password)
        return [customer, seller, admin]
    if asked_for_demo:
        raise DemoAccountsRefused(settings.public_url)
    return [admin]


async def make_accounts(deps: Deps, wanted: Sequence[Wanted]) -> list[dict[str, str | None]]:
    return [
        {"type": each.type, "email": each.email, "name": each.name, "password": await _make(deps, each)}
        for each in wanted
    ]


async def _make(deps: Deps, wanted: Wanted) -> str | None:
    """The new account's password; None if there is such an account."""
    if await deps.users.find_account(wanted.type, wanted.email):
        return None
    password = wanted.password.reveal() if wanted.password else "-".join(random_code(4) for _ in range(4))
    account = await new_account(deps, wanted.type, Credentials(wanted.email, password), wanted.name)
    try:
        async with deps.users.transaction() as users:
            await users.add_account(account)
    except EmailTaken:
        return None
    return password


async def main(arguments: Sequence[str]) -> int:
    try:
        settings = Settings.read(os.environ)
        wanted = wanted_accounts(settings, asked_for_demo="--demo" in arguments)
        async with Database(settings.database_url, size=1, name="souk user accounts") as database:
            made = await make_accounts(wired(settings, database, SystemClock(), Calls({})), wanted)
    except SoukError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(made, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
