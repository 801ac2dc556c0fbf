"""How people get in: sign up and log in."""

from __future__ import annotations

import hashlib

from kit.http.tokens import UserType
from kit.ids import uuid7
from souk_user.actions.deps import Deps
from souk_user.actions.sessions import begin_session
from souk_user.domain.accounts import Account, Credentials, canonical_email, check_password
from souk_user.domain.sessions import OF_ACCOUNT, OF_ADDRESS, SignedInTokens, WrongCredentials


async def sign_up(deps: Deps, credentials: Credentials, name: str, address: str) -> tuple[Account, SignedInTokens]:
    """Open a customer's account and sign it in."""
    await deps.limits.hit("sign-up", address, most=deps.sign_ups_per_hour, per_s=3600)
    account = await new_account(deps, "customer", credentials, name)
    async with deps.users.transaction() as users:
        await users.add_account(account)
        tokens = await begin_session(deps, users, account)
    return account, tokens


async def new_account(deps: Deps, user_type: UserType, credentials: Credentials, name: str) -> Account:
    """An account that is not kept yet; refuses a weak password."""
    email = canonical_email(credentials.email)
    check_password(credentials.password, email, deps.breached)
    password_hash = await deps.passwords.hash(credentials.password)
    return Account(uuid7(), user_type, email, name, None, password_hash, deps.clock.now())


async def log_in(
    deps: Deps, user_type: UserType, credentials: Credentials, address: str
) -> tuple[Account, SignedInTokens]:
    """Same answer and time whether the account is unknown or the password wrong."""
    email = canonical_email(credentials.email)
    of_account = f"account:{user_type}:{hashlib.sha256(email.encode()).hexdigest()}"
    of_address = f"address:{address}"
    await _count_attempt(deps, of_account, of_address)
    account = await deps.users.find_account(user_type, email)
    right = await deps.passwords.matches(credentials.password, account.password_hash if account else None)
    if account is None or not right:
        raise WrongCredentials
    if deps.passwords.is_outdated(account.password_hash):
        await deps.users.save_password_hash(account.id, await deps.passwords.hash(credentials.password))
    async with deps.users.transaction() as users:
        await users.forgive(of_account, of_address)
        tokens = await begin_session(deps, users, account)
    return account, tokens


async def _count_attempt(deps: Deps, of_account: str, of_address: str) -> None:
    """Every attempt counts as failed until it proves right, in a transaction of its own that a refusal keeps.

    Counting after the check would let a hundred parallel guesses through before the first is counted.
    """
    now = deps.clock.now()
    async with deps.users.transaction() as users:
        counted = await users.list_failures_to_count([of_account, of_address], now)
        for counter, patience in ((of_account, OF_ACCOUNT), (of_address, OF_ADDRESS)):
            counted[counter].refuse_while_locked(now)
            await users.save_failures(counter, counted[counter].one_more(patience, now))
