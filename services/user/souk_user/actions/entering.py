"""How people get in who have an account."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kit.http.tokens import UserType
from kit.ids import uuid7
from souk_user.actions.deps import Deps
from souk_user.actions.sessions import begin_session
from souk_user.domain.accounts import Account, Credentials, check_password
from souk_user.domain.attempts import (
    Failures,
    TooManyAttempts,
    account_counter,
    address_counter,
    device_counter,
    pair_counter,
)
from souk_user.domain.codes import Ticket, new_ticket
from souk_user.domain.devices import Client, Device
from souk_user.domain.emails import canonical_email, usable_email
from souk_user.domain.second_factor import PENDING_LIFETIME, PendingLogin
from souk_user.domain.sessions import SignedInTokens, WrongCredentials
from souk_user.ports import UserStore


@dataclass(frozen=True, slots=True)
class Entered:
    account: Account
    tokens: SignedInTokens
    device: Device  # knows the account from now on


@dataclass(frozen=True, slots=True)
class Pending:
    """Half of a login: the browser keeps the ticket of it until the second factor is typed."""

    account: Account
    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Counters:
    """What a login is counted under: a known device alone, else the address, its pair with the account, the account."""

    device: str | None
    address: str
    pair: str
    account: str


async def new_account(deps: Deps, user_type: UserType, credentials: Credentials, name: str) -> Account:
    """An account that is not kept yet; refuses a weak password."""
    email = usable_email(credentials.email)
    check_password(credentials.password, email, deps.breached)
    password_hash = await deps.passwords.hash(credentials.password)
    return Account(uuid7(), user_type, email, name, None, password_hash, deps.clock.now())


async def log_in(deps: Deps, user_type: UserType, credentials: Credentials, client: Client) -> Entered | Pending:
    """Same answer and time whether the account is unknown or the password wrong."""
    email = canonical_email(credentials.email)
    account = await deps.users.find_account(user_type, email)
    address, device = client.address, client.device
    knows = device is not None and account is not None and deps.devices.knows(device, account.id)
    counters = Counters(
        device=device_counter(device.id, account.id) if device and account and knows else None,
        address=address_counter(address),
        pair=pair_counter(user_type, email, address),
        account=account_counter(user_type, email),
    )
    await _count_attempt(deps, counters)
    kept = account.password_hash if account else None
    right = await deps.passwords.matches(credentials.password, kept)
    if account is None or kept is None or not right:
        raise WrongCredentials
    if deps.passwords.is_outdated(kept):
        await deps.users.save_password_hash(account.id, await deps.passwords.hash(credentials.password))
    async with deps.users.transaction() as users:
        await _forgive(users, counters)
        return await enter(deps, users, account, client)


async def enter(deps: Deps, users: UserStore, account: Account, client: Client) -> Entered | Pending:
    """Inside the transaction that has proved one factor; where the account has a second one, that is asked for."""
    factor = await users.find_factor(account.id)
    if factor is None or not factor.is_on:
        return await admit(deps, users, account, client)
    ticket = new_ticket(uuid7())
    expires_at = deps.clock.now() + PENDING_LIFETIME
    await users.add_pending_login(PendingLogin(ticket.id, account.id, account.type, ticket.hash, expires_at))
    return Pending(account, ticket)


async def admit(deps: Deps, users: UserStore, account: Account, client: Client) -> Entered:
    """Inside the transaction that has proved all that the account asks for."""
    tokens = await begin_session(deps, users, account, client.name)
    if client.language and client.language != account.language:
        await users.save_language(account.id, client.language)
        account = replace(account, language=client.language)
    return Entered(account, tokens, deps.devices.with_account(client.device, account.id))


async def _count_attempt(deps: Deps, counters: Counters) -> None:
    """Every attempt counts as failed until it proves right, in a transaction of its own.

    Counting after the check would let a hundred parallel guesses through before the first is counted. Counters are
    locked in one order everywhere, so that no two attempts wait for each other.
    """
    now, limits = deps.clock.now(), deps.login_limits
    async with deps.users.transaction() as users:
        if counters.device:
            own = [(counters.device, limits.pair)]
        else:
            own = [(counters.address, limits.address), (counters.pair, limits.pair)]
        counted = [(name, patience, await users.find_failures_to_count(name, now)) for name, patience in own]
        for _, _, failures in counted:
            if wait_s := failures.wait_s(now):
                raise TooManyAttempts(wait_s)  # and nothing is kept: impatience costs no more than it did
        for name, patience, failures in counted:
            await users.save_failures(name, failures.one_more(patience, now))
        of_account: Failures | None = None
        if not counters.device:
            of_account = await users.find_failures_to_count(counters.account, now)
            if not of_account.wait_s(now):
                await users.save_failures(counters.account, of_account.one_more(limits.account, now))
    # Kept, unlike the refusals above: who presses on while an account is slowed down uses up an allowance of their own,
    # and leaves the next turn to others.
    if of_account and (wait_s := of_account.wait_s(now)):
        raise TooManyAttempts(wait_s)


async def _forgive(users: UserStore, counters: Counters) -> None:
    """The attempt turned out right; what strangers did stays counted."""
    if counters.device:
        await users.forget_failures(counters.device)
        return
    await users.forgive_one_failure(counters.address)
    await users.forget_failures(counters.pair)
    await users.forgive_one_failure(counters.account)
