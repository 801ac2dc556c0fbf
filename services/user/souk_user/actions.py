"""What people do with their accounts: sign up, log in, stay in, log out."""

from __future__ import annotations

import hashlib
from collections.abc import Container
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from kit.clock import Clock
from kit.http.limits import Limits
from kit.http.tokens import SigningKey, UserType
from kit.ids import uuid7
from souk_user.domain.accounts import Account, canonical_email, check_password
from souk_user.domain.sessions import (
    ACCESS_LIFETIME,
    FORGOTTEN_AFTER,
    KEPT_AFTER_END,
    MOST_ROTATIONS_IN_WINDOW,
    OF_ACCOUNT,
    OF_ADDRESS,
    Rotation,
    Session,
    SessionOver,
    WrongCredentials,
    begun,
    prolonged,
    rotation_of,
)
from souk_user.passwords import Passwords
from souk_user.storage import UserStore
from souk_user.tokens import RefreshTokens, new_guest_id


@dataclass(frozen=True, slots=True)
class Deps:
    users: UserStore
    passwords: Passwords
    breached: Container[str]
    signing: SigningKey
    refresh_tokens: RefreshTokens
    limits: Limits
    sign_ups_per_hour: int
    clock: Clock


@dataclass(frozen=True, slots=True)
class SignedInTokens:
    """What a browser gets as cookies and another client as a body."""

    user_type: UserType
    access: str
    refresh: str
    visible: str
    lives_for: timedelta  # the refresh token


@dataclass(frozen=True, slots=True)
class Credentials:
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Guest:
    id: UUID
    signed: str


def welcome_guest(deps: Deps, known: UUID | None) -> Guest:
    """A guest is nobody's row: the signature alone says that the id is ours. A known guest keeps the id."""
    guest_id = known or new_guest_id()
    return Guest(guest_id, deps.signing.guest(guest_id))


async def sign_up(deps: Deps, credentials: Credentials, name: str, address: str) -> tuple[Account, SignedInTokens]:
    """Open a customer's account and sign it in."""
    await deps.limits.hit("sign-up", address, most=deps.sign_ups_per_hour, per_s=3600)
    account = await new_account(deps, "customer", credentials, name)
    async with deps.users.transaction() as users:
        await users.add_account(account)
        tokens = await _begin_session(deps, users, account)
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
        tokens = await _begin_session(deps, users, account)
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


async def _begin_session(deps: Deps, users: UserStore, account: Account) -> SignedInTokens:
    session = begun(uuid7(), account.id, account.type, deps.clock.now())
    refresh = deps.refresh_tokens.first()
    await users.add_session(session, deps.refresh_tokens.hash(refresh))
    return _tokens(deps, session, refresh)


async def refresh(deps: Deps, user_type: UserType, token: str | None) -> SignedInTokens:
    """Give the next tokens; an old refresh token that comes back late ends the whole family."""
    if token is None:
        raise SessionOver
    now = deps.clock.now()
    async with deps.users.transaction() as users:
        known = await users.find_token_to_rotate(deps.refresh_tokens.hash(token), user_type)
        rotation = rotation_of(known.session, known.rotated_at, now) if known else Rotation.OVER
        if known and rotation is Rotation.ROTATE:
            return await _rotate(deps, users, known.session, token)
        if known and rotation is Rotation.REPEAT:
            return _tokens(deps, known.session, await _living_successor(deps, users, known.session, token))
        if known and rotation is Rotation.REUSED:
            await users.end_session(known.session.id, "token-reused", now)
    raise SessionOver


async def _rotate(deps: Deps, users: UserStore, session: Session, token: str) -> SignedInTokens:
    now = deps.clock.now()
    session = prolonged(session, now)
    successor = deps.refresh_tokens.successor(token)
    hash_of = deps.refresh_tokens.hash
    await users.rotate(session, hash_of(token), hash_of(successor), now)
    return _tokens(deps, session, successor)


async def _living_successor(deps: Deps, users: UserStore, session: Session, token: str) -> str:
    """The end of the chain: a slow tab must not get a successor that has itself been rotated meanwhile."""
    living = await users.find_living_hash(session.id)
    for _ in range(MOST_ROTATIONS_IN_WINDOW):
        token = deps.refresh_tokens.successor(token)
        if deps.refresh_tokens.hash(token) == living:
            return token
    raise SessionOver  # the signing key, from which successors follow, was changed meanwhile


async def log_out(deps: Deps, user_type: UserType, token: str | None) -> None:
    """Ends the session of the token, if it has one; logging out twice is no error."""
    if token is None:
        return
    async with deps.users.transaction() as users:
        known = await users.find_token_to_rotate(deps.refresh_tokens.hash(token), user_type)
        if known:
            await users.end_session(known.session.id, "signed-out", deps.clock.now())


async def change_profile(deps: Deps, account_id: UUID, changes: dict[str, str | None]) -> Account:
    return await deps.users.save_profile(account_id, changes)


async def forget_what_is_over(deps: Deps) -> None:
    now = deps.clock.now()
    await deps.users.remove_sessions_over_since(now - KEPT_AFTER_END)
    await deps.users.remove_failures_before(now - FORGOTTEN_AFTER)


def _tokens(deps: Deps, session: Session, refresh_token: str) -> SignedInTokens:
    now = deps.clock.now()
    access = deps.signing.access_token(
        session.account_id, session.account_type, session.id, now, ACCESS_LIFETIME.total_seconds()
    )
    visible = deps.refresh_tokens.visible(refresh_token)
    return SignedInTokens(session.account_type, access, refresh_token, visible, session.expires_at - now)
