"""Door 1: where somebody is signed in, and a new password."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from kit.http.auth import SignedIn
from kit.http.refusals import refuses
from kit.http.router import Router, depends
from souk_user.actions import proving, sessions
from souk_user.actions.deps import Deps
from souk_user.domain.accounts import NoPassword, NoSuchAccount, WeakPassword
from souk_user.domain.sessions import SessionOver, TooBusy, WrongCredentials
from souk_user.schemas.entering import PasswordChange
from souk_user.schemas.mine import SessionList

UserDeps = Annotated[Deps, depends(Deps)]
router = Router()


@router.get("/me/sessions")
@refuses(SessionOver)
async def list_sessions(user: SignedIn, deps: UserDeps) -> SessionList:
    return SessionList.of(await sessions.list_own(deps, user), user.session_id)


@router.delete("/me/sessions", status_code=204)
@refuses(SessionOver)
async def sign_out_everywhere_else(user: SignedIn, deps: UserDeps) -> None:
    """All but this one. What was signed in there goes on for ten minutes at most."""
    await sessions.sign_out_everywhere_else(deps, user)


@router.delete("/me/sessions/{session_id}", status_code=204)
@refuses(SessionOver)
async def sign_out_there(session_id: UUID, user: SignedIn, deps: UserDeps) -> None:
    await sessions.sign_out_there(deps, user, session_id)


@router.put("/me/password", status_code=204)
@refuses(SessionOver, NoSuchAccount, NoPassword, WrongCredentials, WeakPassword, TooBusy)
async def change_password(body: PasswordChange, user: SignedIn, deps: UserDeps) -> None:
    """Ends all other sessions."""
    await proving.change_password(deps, user, body.old_password, body.password)
