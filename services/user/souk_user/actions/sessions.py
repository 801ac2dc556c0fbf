"""How a sign-in lives on: its refresh tokens rotate until it is over."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from kit.http.auth import User
from kit.http.tokens import UserType
from kit.ids import uuid7
from souk_user.actions.deps import Deps
from souk_user.domain.accounts import Account
from souk_user.domain.attempts import FORGOTTEN_AFTER
from souk_user.domain.roles import permissions_of
from souk_user.domain.sessions import (
    ACCESS_LIFETIME,
    KEPT_AFTER_END,
    MOST_ROTATIONS_IN_WINDOW,
    Rotation,
    Session,
    SessionOver,
    SignedInTokens,
    begun,
    prolonged,
    rotation_of,
)
from souk_user.ports import UserStore


async def begin_session(deps: Deps, users: UserStore, account: Account, device: str) -> SignedInTokens:
    """Inside the transaction that lets the account in."""
    session = begun(uuid7(), account, deps.clock.now(), device)
    refresh_token = deps.refresh_tokens.first()
    await users.add_session(session, deps.refresh_tokens.hash(refresh_token))
    return _tokens(deps, session, refresh_token)


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


async def log_out(deps: Deps, user_type: UserType, token: str | None) -> None:
    """Ends the session of the token, if it has one; logging out twice is no error."""
    if token is None:
        return
    async with deps.users.transaction() as users:
        known = await users.find_token_to_rotate(deps.refresh_tokens.hash(token), user_type)
        if known:
            await users.end_session(known.session.id, "signed-out", deps.clock.now())


async def list_own(deps: Deps, user: User) -> Sequence[Session]:
    """Where somebody is signed in, here first."""
    sessions = await deps.users.list_sessions(user.id, user.session_id, deps.clock.now())
    if not sessions or sessions[0].id != user.session_id:
        raise SessionOver
    return sessions


async def check_alive(deps: Deps, user: User) -> None:
    """An access token outlives its session by minutes: whoever was signed out must not sign the owner out in them."""
    await list_own(deps, user)


async def sign_out_there(deps: Deps, user: User, session_id: UUID) -> None:
    """No refresh token of it gets another access token, and the last one lives ten minutes. Twice is no error."""
    await check_alive(deps, user)
    await deps.users.end_sessions_of(user.id, "signed-out-elsewhere", deps.clock.now(), only=session_id)


async def sign_out_everywhere_else(deps: Deps, user: User) -> None:
    await check_alive(deps, user)
    await deps.users.end_sessions_of(user.id, "signed-out-elsewhere", deps.clock.now(), but=user.session_id)


async def forget_what_is_over(deps: Deps) -> None:
    now = deps.clock.now()
    await deps.users.remove_tokens_rotated_before(now - KEPT_AFTER_END)
    await deps.users.remove_sessions_over_before(now - KEPT_AFTER_END)
    await deps.users.remove_failures_before(now - FORGOTTEN_AFTER)


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


def _tokens(deps: Deps, session: Session, refresh_token: str) -> SignedInTokens:
    now = deps.clock.now()
    kind, lives_s = session.account_type, ACCESS_LIFETIME.total_seconds()
    permissions = permissions_of(kind, session.account_role)
    access = deps.signing.access_token(
        session.account_id, kind, session.id, now, lives_s, permissions, session.account_team
    )
    visible = deps.refresh_tokens.visible(refresh_token)
    return SignedInTokens(session.account_type, access, refresh_token, visible, session.expires_at - now)
