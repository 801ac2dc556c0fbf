from __future__ import annotations

import pytest

from souk_user.actions.deps import Deps
from souk_user.actions.entering import log_in
from souk_user.commands.accounts import DemoAccountsRefused, make_accounts, wanted_accounts
from souk_user.domain.accounts import Credentials
from souk_user.domain.devices import Client
from souk_user.settings import Settings
from testkit.system import SHOP_ENV


async def test_accounts_are_made_once_and_never_changed(deps: Deps) -> None:
    wanted = wanted_accounts(settings("http://localhost:8888"), asked_for_demo=True)

    made = await make_accounts(deps, wanted)
    again = await make_accounts(deps, wanted)

    assert [each["type"] for each in made] == ["customer", "seller", "admin"]
    assert [each["password"] for each in again] == [None, None, None]
    password = made[2]["password"]
    assert password is not None
    await log_in(deps, "admin", Credentials("admin@souk.example", password), Client("192.0.2.1"))


def test_a_shop_that_others_reach_has_no_demo_accounts() -> None:
    public = settings("https://shop.example")

    assert [each.type for each in wanted_accounts(public, asked_for_demo=False)] == ["admin"]
    with pytest.raises(DemoAccountsRefused):
        wanted_accounts(public, asked_for_demo=True)


def settings(public_url: str) -> Settings:
    env = {"SOUK_PUBLIC_URL": public_url, "SOUK_USER_DATABASE_URL": "unused", "SOUK_USER_SIGNING_KEY": "unused"}
    env["SOUK_USER_FACTOR_SECRET"] = "unused"
    return Settings.read({**SHOP_ENV, **env})
