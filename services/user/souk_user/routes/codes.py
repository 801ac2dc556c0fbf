"""Door 1: codes by mail and text message, to log in, set a new password, or change where one is reached."""

from __future__ import annotations

from typing import Annotated

from fastapi import Response

from kit.http.auth import Anyone, SignedIn
from kit.http.refusals import refuses
from kit.http.router import Router, depends
from kit.http.tokens import UserType
from souk_user.actions import proving
from souk_user.actions.codes import Asked
from souk_user.actions.deps import Deps
from souk_user.domain.accounts import EmailTaken, NoPassword, NoSuchAccount, WeakPassword
from souk_user.domain.codes import LIFETIME, NoTextMessages, PhoneTaken, WrongCode
from souk_user.domain.emails import EmailUnusable
from souk_user.domain.second_factor import SecondFactorNeeded
from souk_user.domain.sessions import TooBusy, WrongCredentials
from souk_user.routes.answers import let_in
from souk_user.routes.browsers import KnockingClient, OurPagesOrNoBrowser
from souk_user.routes.cookies import BrowserCookies
from souk_user.schemas.entering import AskCode, CodeSent, NewContact, NewPassword, TypedCode
from souk_user.schemas.mine import Me

UserDeps = Annotated[Deps, depends(Deps)]
router = Router()


@router.post("/auth/{user_type}/codes", status_code=202)
@refuses(NoTextMessages)
async def ask_code(
    user_type: UserType,
    body: AskCode,
    _: Anyone,
    __: OurPagesOrNoBrowser,
    client: KnockingClient,
    response: Response,
    cookies: BrowserCookies,
    deps: UserDeps,
) -> CodeSent:
    """The same answer whether or not somebody has such an account."""
    contact = body.contact(deps.phone_country_code)
    ticket = await proving.ask_code(deps, body.purpose, user_type, contact, client)
    cookies.await_code(response, ticket)
    return CodeSent(expires_in=LIFETIME.seconds)


@router.post("/auth/{user_type}/codes/log-in", response_model=Me)
@refuses(WrongCode, SecondFactorNeeded)
async def log_in_by_code(
    user_type: UserType,
    body: TypedCode,
    _: Anyone,
    __: OurPagesOrNoBrowser,
    client: KnockingClient,
    response: Response,
    cookies: BrowserCookies,
    deps: UserDeps,
) -> Me | Response:
    asked = Asked(user_type, cookies.ticket(), client)
    return let_in(await proving.log_in_by_code(deps, asked, body.code), response, cookies)


@router.post("/auth/{user_type}/codes/reset", response_model=Me)
@refuses(WrongCode, WeakPassword, SecondFactorNeeded, TooBusy)
async def reset_password(
    user_type: UserType,
    body: NewPassword,
    _: Anyone,
    __: OurPagesOrNoBrowser,
    client: KnockingClient,
    response: Response,
    cookies: BrowserCookies,
    deps: UserDeps,
) -> Me | Response:
    """Where there is a second factor it is asked for: who reads the mail has proved one."""
    asked = Asked(user_type, cookies.ticket(), client)
    return let_in(await proving.reset_password(deps, asked, body.code, body.password), response, cookies)


@router.post("/me/contacts", status_code=202)
@refuses(NoSuchAccount, NoPassword, WrongCredentials, EmailUnusable, NoTextMessages, TooBusy)
async def ask_contact(
    body: NewContact,
    user: SignedIn,
    client: KnockingClient,
    response: Response,
    cookies: BrowserCookies,
    deps: UserDeps,
) -> CodeSent:
    contact = body.contact(deps.phone_country_code)
    cookies.await_code(response, await proving.ask_contact(deps, user.id, contact, body.password, client))
    return CodeSent(expires_in=LIFETIME.seconds)


@router.post("/me/contacts/code")
@refuses(NoSuchAccount, WrongCode, EmailTaken, PhoneTaken)
async def change_contact(
    body: TypedCode, user: SignedIn, client: KnockingClient, cookies: BrowserCookies, deps: UserDeps
) -> Me:
    asked = Asked(user.type, cookies.ticket(), client)
    return Me.of(await proving.change_contact(deps, user.id, asked, body.code))
