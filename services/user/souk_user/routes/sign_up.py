"""Door 1: sign-up in two steps, of which the first tells nothing about accounts."""

from __future__ import annotations

from typing import Annotated

from fastapi import Response

from kit.http.auth import Anyone
from kit.http.refusals import refuses
from kit.http.router import Router, depends
from souk_user.actions import signing_up
from souk_user.actions.codes import Asked
from souk_user.actions.deps import Deps
from souk_user.domain.accounts import EmailTaken, WeakPassword
from souk_user.domain.codes import LIFETIME, WrongCode
from souk_user.domain.emails import EmailUnusable
from souk_user.domain.sessions import TooBusy
from souk_user.routes.browsers import KnockingClient, OurPagesOrNoBrowser
from souk_user.routes.cookies import BrowserCookies
from souk_user.schemas.entering import CodeSent, SignUp, TypedCode
from souk_user.schemas.mine import Me

UserDeps = Annotated[Deps, depends(Deps)]
router = Router()


@router.post("/auth/customer/sign-up", status_code=202)
@refuses(EmailUnusable, WeakPassword, TooBusy)
async def ask_sign_up(
    body: SignUp,
    _: Anyone,
    __: OurPagesOrNoBrowser,
    client: KnockingClient,
    response: Response,
    cookies: BrowserCookies,
    deps: UserDeps,
) -> CodeSent:
    """The same answer whether or not somebody has such an account."""
    ticket = await signing_up.ask_sign_up(deps, body.credentials(), body.name, client)
    cookies.await_code(response, ticket)
    return CodeSent(expires_in=LIFETIME.seconds)


@router.post("/auth/customer/codes/sign-up", status_code=201)
@refuses(WrongCode, EmailTaken)
async def sign_up_by_code(
    body: TypedCode,
    _: Anyone,
    __: OurPagesOrNoBrowser,
    client: KnockingClient,
    response: Response,
    cookies: BrowserCookies,
    deps: UserDeps,
) -> Me:
    asked = Asked("customer", cookies.ticket(), client)
    entered = await signing_up.sign_up_by_code(deps, asked, body.code)
    cookies.enter(response, entered)
    return Me.of(entered.account)
