"""Door 1: guests, login, refresh and logout, each for one type of user."""

from __future__ import annotations

from typing import Annotated

from fastapi import Request, Response

from kit.http.auth import Anyone
from kit.http.problems import problem_response
from kit.http.refusals import refuses
from kit.http.router import Router, depends
from kit.http.same_site import SameSiteOnly
from kit.http.tokens import UserType
from souk_user.actions import entering, guests, second_step, sessions
from souk_user.actions.codes import Asked
from souk_user.actions.deps import Deps
from souk_user.domain.attempts import TooManyAttempts
from souk_user.domain.second_factor import SecondFactorNeeded, WrongFactor
from souk_user.domain.sessions import SessionOver, TooBusy, WrongCredentials
from souk_user.routes.answers import let_in
from souk_user.routes.browsers import KnockingClient, NoBrowser, NoPlaceForBrowsers, OurPagesOrNoBrowser, is_browser
from souk_user.routes.cookies import BrowserCookies
from souk_user.schemas.entering import Jwks, LogIn, LogInAtOnce, RefreshBody, TokensView, TypedCode
from souk_user.schemas.mine import GuestView, Me

UserDeps = Annotated[Deps, depends(Deps)]
router = Router()


@router.post("/guests", status_code=201)
async def welcome_guest(
    _: Anyone, __: OurPagesOrNoBrowser, request: Request, response: Response, cookies: BrowserCookies, deps: UserDeps
) -> GuestView:
    guest = guests.welcome_guest(deps, cookies.guest())
    cookies.welcome(response, guest)
    return GuestView(guest_id=guest.id, signed=None if is_browser(request) else guest.signed)


@router.post("/auth/{user_type}/login", response_model=Me)
@refuses(WrongCredentials, SecondFactorNeeded, TooManyAttempts, TooBusy)
async def log_in(
    user_type: UserType,
    body: LogIn,
    _: Anyone,
    __: OurPagesOrNoBrowser,
    client: KnockingClient,
    response: Response,
    cookies: BrowserCookies,
    deps: UserDeps,
) -> Me | Response:
    outcome = await entering.log_in(deps, user_type, body.credentials(), client)
    return let_in(outcome, response, cookies)


@router.post("/auth/{user_type}/login/second-factor")
@refuses(WrongFactor, TooManyAttempts)
async def finish_log_in(
    user_type: UserType,
    body: TypedCode,
    _: Anyone,
    __: OurPagesOrNoBrowser,
    client: KnockingClient,
    response: Response,
    cookies: BrowserCookies,
    deps: UserDeps,
) -> Me:
    """The authenticator's code or a recovery code, in the browser that has proved the first factor."""
    entered = await second_step.finish(deps, Asked(user_type, cookies.half_of_login(), client), body.code)
    cookies.enter(response, entered)
    return Me.of(entered.account)


@router.post("/auth/{user_type}/refresh", status_code=204, response_model=None)
@refuses(SessionOver)
async def refresh(
    user_type: UserType, _: Anyone, __: SameSiteOnly, response: Response, cookies: BrowserCookies, deps: UserDeps
) -> Response | None:
    try:
        tokens = await sessions.refresh(deps, user_type, cookies.refresh_token(user_type))
    except SessionOver as over:
        refusal = problem_response(over)
        cookies.sign_out(refusal, user_type)
        return refusal
    cookies.sign_in(response, tokens)
    return None


@router.delete("/auth/{user_type}/refresh", status_code=204)
async def log_out(
    user_type: UserType, _: Anyone, __: SameSiteOnly, response: Response, cookies: BrowserCookies, deps: UserDeps
) -> None:
    await sessions.log_out(deps, user_type, cookies.refresh_token(user_type))
    cookies.sign_out(response, user_type)


@router.post("/auth/{user_type}/tokens")
@refuses(WrongCredentials, SecondFactorNeeded, WrongFactor, TooManyAttempts, TooBusy, NoPlaceForBrowsers)
async def log_in_without_cookies(
    user_type: UserType, body: LogInAtOnce, _: Anyone, __: NoBrowser, client: KnockingClient, deps: UserDeps
) -> TokensView:
    outcome = await entering.log_in(deps, user_type, body.credentials(), client)
    entered = await second_step.finish_at_once(deps, outcome, body.second_factor, client)
    return TokensView.of(entered.tokens)


@router.post("/auth/{user_type}/tokens/refresh")
@refuses(SessionOver, NoPlaceForBrowsers)
async def refresh_without_cookies(
    user_type: UserType, body: RefreshBody, _: Anyone, __: NoBrowser, deps: UserDeps
) -> TokensView:
    return TokensView.of(await sessions.refresh(deps, user_type, body.refresh_token))


@router.get("/auth/jwks.json")
async def show_public_keys(_: Anyone, response: Response, deps: UserDeps) -> Jwks:
    response.headers["cache-control"] = "public, max-age=300"
    return Jwks.model_validate(deps.signing.jwks())
