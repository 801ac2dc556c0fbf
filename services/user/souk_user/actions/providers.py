"""People come in by a provider, and say which of them open their account.

Providers are asked before or after a transaction, never inside one.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kit.http.auth import User
from kit.ids import uuid7
from souk_user.actions.codes import HOUR_S
from souk_user.actions.deps import Deps
from souk_user.actions.entering import Entered, Pending, admit, enter
from souk_user.actions.proving import owner
from souk_user.actions.sessions import check_alive
from souk_user.domain.accounts import Account, EmailTaken
from souk_user.domain.codes import Ticket, new_ticket
from souk_user.domain.devices import Client
from souk_user.domain.letters import login_linked, login_unlinked
from souk_user.domain.providers import (
    LIFETIME,
    EmailNotVerified,
    Flow,
    Identity,
    LinkedElsewhere,
    LinkedLogin,
    LinkNeeded,
    Provider,
    ProviderLogin,
    ProviderLoginOver,
    Return,
)
from souk_user.ports import UserStore


@dataclass(frozen=True, slots=True)
class Onward:
    """To the provider, with what the browser keeps meanwhile."""

    ticket: Ticket
    url: str


@dataclass(frozen=True, slots=True)
class Back:
    """From the provider, in a browser that should have been sent there."""

    ticket: Ticket | None
    brought: Return
    client: Client


async def begin(deps: Deps, name: str, client: Client) -> Onward:
    await _count(deps, client)
    return await _sent_to(deps, deps.providers.get(name), None)


async def come_in(deps: Deps, name: str, back: Back) -> Entered | Pending:
    """Whom the login opens an account for; who is new gets one, where the provider vouches for the address."""
    await _count(deps, back.client)
    provider = deps.providers.get(name)
    login, identity = await _vouched(deps, provider, None, back)
    try:
        return await _entered(deps, provider, login, identity, back.client)
    except (EmailTaken, LinkedElsewhere):
        # Another request of the same person was faster by a moment: what it has made is found now.
        return await _entered(deps, provider, login, identity, back.client)


async def begin_link(deps: Deps, user: User, name: str, password: str, client: Client) -> Onward:
    """The password shows that it is not just somebody at an open browser, who would come back by it at any time."""
    await check_alive(deps, user)
    await owner(deps, user.id, password)
    await _count(deps, client)
    return await _sent_to(deps, deps.providers.get(name), user.id)


async def link(deps: Deps, user: User, name: str, back: Back) -> None:
    await _count(deps, back.client)
    await check_alive(deps, user)
    provider = deps.providers.get(name)
    _, identity = await _vouched(deps, provider, user.id, back)
    if identity.email is None:
        raise EmailNotVerified(provider)
    async with deps.users.transaction() as users:
        await _linked(deps, users, await users.get_account(user.id), provider, identity)


async def link_waiting(deps: Deps, user: User, ticket: Ticket | None, client: Client) -> None:
    """Who came by a provider and had an account has signed in to it now, in the same browser."""
    await _count(deps, client)
    await check_alive(deps, user)
    linked = False
    async with deps.users.transaction() as users:
        account = await users.get_account(user.id)
        login = await users.find_provider_login_to_use(ticket.id, ticket.hash) if ticket else None
        identity = login.waits_for(account.email, deps.clock.now()) if login else None
        if login and identity:
            await _linked(deps, users, account, deps.providers.get(login.provider), identity)
            await users.save_provider_login(login.done())
            linked = True
    if not linked:
        raise ProviderLoginOver


async def unlink(deps: Deps, user: User, login_id: UUID, password: str) -> None:
    """Who types a password has another way in: so the last one is never lost."""
    await check_alive(deps, user)
    account = await owner(deps, user.id, password)
    async with deps.users.transaction() as users:
        gone = await users.remove_linked_login(user.id, login_id)
        await users.post(login_unlinked(account, _shown(deps, gone)))


async def forget_old_provider_logins(deps: Deps) -> None:
    await deps.users.remove_provider_logins_before(deps.clock.now())


async def _sent_to(deps: Deps, provider: Provider, account_id: UUID | None) -> Onward:
    ticket = new_ticket(uuid7())
    url = await deps.providers.address(provider, Flow.of(ticket))
    expires_at = deps.clock.now() + LIFETIME
    await deps.users.add_provider_login(ProviderLogin(ticket.id, provider.name, account_id, ticket.hash, expires_at))
    return Onward(ticket, url)


async def _vouched(
    deps: Deps, provider: Provider, account_id: UUID | None, back: Back
) -> tuple[ProviderLogin, Identity]:
    """What was begun is used up before the provider is asked: an answer that comes twice is looked at once."""
    ticket, login, now = back.ticket, None, deps.clock.now()
    if ticket and Flow.of(ticket).has_state(back.brought.state):
        async with deps.users.transaction() as users:
            begun = await users.find_provider_login_to_use(ticket.id, ticket.hash)
            if begun and begun.awaits(provider.name, account_id, now):
                login = begun.back(now)
                await users.save_provider_login(login)
    if ticket is None or login is None:
        raise ProviderLoginOver
    return login, await deps.providers.identity(provider, Flow.of(ticket), back.brought)


async def _entered(
    deps: Deps, provider: Provider, login: ProviderLogin, identity: Identity, client: Client
) -> Entered | Pending:
    now = deps.clock.now()
    async with deps.users.transaction() as users:
        # In this order: who looked for the link first could miss both of a request that is making them at this moment.
        owner_there = await users.find_account("customer", identity.email) if identity.email else None
        account = await users.find_linked_account(identity.issuer, identity.subject)
        if account:
            await users.save_linked_login_used(identity.issuer, identity.subject, now)
            return await enter(deps, users, account, client)
        if identity.email is None:
            raise EmailNotVerified(provider)
        if owner_there is None:
            account = Account(
                uuid7(), "customer", identity.email, identity.name, None, None, now, now, language=client.language
            )
            await users.add_account(account)
            await users.add_linked_login(_new_link(account, identity, deps))
            return await admit(deps, users, account, client)
        # Whoever comes by a provider does not get another's account for it: its owner is to say so, by signing in.
        await users.save_provider_login(login.waiting(identity, now))
    raise LinkNeeded(provider, identity.email)


async def _linked(deps: Deps, users: UserStore, account: Account, provider: Provider, identity: Identity) -> None:
    await users.add_linked_login(_new_link(account, identity, deps))
    await users.post(login_linked(account, provider.shown_as))


def _new_link(account: Account, identity: Identity, deps: Deps) -> LinkedLogin:
    now = deps.clock.now()
    return LinkedLogin(uuid7(), account.id, identity.issuer, identity.subject, identity.email, now, now)


def _shown(deps: Deps, login: LinkedLogin) -> str:
    known = (each.shown_as for each in deps.providers.listed() if each.issuer == login.issuer)
    return next(known, login.host)


async def _count(deps: Deps, client: Client) -> None:
    await deps.limits.hit("provider-logins", client.address, most=deps.provider_logins_per_address, per_s=HOUR_S)
