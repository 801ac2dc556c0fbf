"""A browser that goes to a local provider and comes back, for tests of our half and of what follows from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from kit.http.auth import User
from kit.ids import uuid7
from kit.settings import Secret
from souk_user.actions.deps import Deps
from souk_user.actions.entering import Entered, Pending
from souk_user.actions.providers import Back, Onward, begin, begin_link, come_in, link
from souk_user.adapters.openid.providers import OpenIdProviders
from souk_user.domain.codes import Ticket, new_ticket
from souk_user.domain.providers import Flow, Identity, Provider, Return
from souk_user.testing.codes import ASHA, HERE
from souk_user.testing.provider import CLIENT, SECRET, LocalProvider
from testkit.clock import ManualClock

SHOP = "https://shop.example"


def providers_at(local: LocalProvider, clock: ManualClock, secret: str = SECRET, **how: Any) -> OpenIdProviders:
    known = [Provider("local", local.issuer, CLIENT, "Local")]
    return OpenIdProviders(known, {"local": Secret(secret)}, SHOP, **{"answer_s": 30, "clock": clock, **how})


async def sign_in(providers: OpenIdProviders, local: LocalProvider, **brought: Any) -> Identity:
    """There and back, as one browser."""
    flow, provider = Flow.of(new_ticket(uuid7())), providers.get("local")
    back = local.visit(await providers.address(provider, flow))
    assert flow.has_state(back["state"])
    said = {"code": back["code"], "state": back["state"], "issuer": back["iss"], **brought}
    return await providers.identity(provider, flow, Return(**said))


def taking_logins(deps: Deps, local: LocalProvider, clock: ManualClock) -> Deps:
    """A shop whose customers may come from there."""
    return replace(deps, providers=providers_at(local, clock))


def back(local: LocalProvider, onward: Onward, ticket: Ticket | None = None) -> Back:
    said = local.visit(onward.url)
    return Back(ticket or onward.ticket, Return(said["code"], said["state"], said["iss"]), HERE)


async def comes(deps: Deps, local: LocalProvider) -> Entered | Pending:
    return await come_in(deps, "local", back(local, await begin(deps, "local", HERE)))


async def links(deps: Deps, local: LocalProvider, user: User, password: str = ASHA.password) -> None:
    onward = await begin_link(deps, user, "local", password, HERE)
    await link(deps, user, "local", back(local, onward))


async def user_of(deps: Deps, entered: Entered) -> User:
    """As the session's access token says."""
    sessions = await deps.users.list_sessions(entered.account.id, uuid4(), deps.clock.now())
    return User(entered.account.id, entered.account.type, sessions[0].id)
