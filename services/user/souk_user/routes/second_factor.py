"""Door 1: an owner's authenticator."""

from __future__ import annotations

from typing import Annotated

from kit.http.auth import SignedIn
from kit.http.refusals import refuses
from kit.http.router import Router, depends
from souk_user.actions import securing
from souk_user.actions.deps import Deps
from souk_user.domain.accounts import NoPassword, NoSuchAccount
from souk_user.domain.second_factor import FactorIsOff, FactorIsOn, WrongFactor
from souk_user.domain.sessions import SessionOver, TooBusy, WrongCredentials
from souk_user.schemas.entering import TypedCode
from souk_user.schemas.factors import Enrol, EnrolmentView, FactorView, RecoveryCodes, WithBothFactors

UserDeps = Annotated[Deps, depends(Deps)]
router = Router()
AS_OWNER = (SessionOver, NoSuchAccount, NoPassword, WrongCredentials, TooBusy)


@router.get("/me/second-factor")
async def show_factor(user: SignedIn, deps: UserDeps) -> FactorView:
    factor = await deps.users.find_factor(user.id)
    if factor is None or not factor.is_on:
        return FactorView(is_on=False, since=None, recovery_codes_left=0)
    left = await deps.users.count_recovery_codes(user.id)
    return FactorView(is_on=True, since=factor.confirmed_at, recovery_codes_left=left)


@router.post("/me/second-factor", status_code=201)
@refuses(*AS_OWNER, FactorIsOn)
async def enrol(body: Enrol, user: SignedIn, deps: UserDeps) -> EnrolmentView:
    """A new secret, shown this once; nothing is asked for until a code of it has come."""
    return EnrolmentView.of(await securing.enrol(deps, user, body.password))


@router.post("/me/second-factor/confirm")
@refuses(SessionOver, FactorIsOn, FactorIsOff, WrongFactor)
async def confirm(body: TypedCode, user: SignedIn, deps: UserDeps) -> RecoveryCodes:
    return RecoveryCodes(codes=list(await securing.confirm(deps, user, body.code)))


@router.post("/me/second-factor/recovery-codes")
@refuses(*AS_OWNER, WrongFactor)
async def renew_recovery_codes(body: WithBothFactors, user: SignedIn, deps: UserDeps) -> RecoveryCodes:
    """In place of those before."""
    return RecoveryCodes(codes=list(await securing.renew_recovery_codes(deps, user, body.password, body.code)))


@router.post("/me/second-factor/off", status_code=204)
@refuses(*AS_OWNER, WrongFactor)
async def switch_off(body: WithBothFactors, user: SignedIn, deps: UserDeps) -> None:
    await securing.switch_off(deps, user, body.password, body.code)
