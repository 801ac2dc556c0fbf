"""Door 1: customers come in by a provider (OpenID Connect), and say which of them open their account."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from kit.http.auth import Anyone, Customer
from kit.http.refusals import refuses
from kit.http.router import Router, depends
from souk_user.actions import providers
from souk_user.actions.deps import Deps
from souk_user.actions.providers import Back
from souk_user.domain.accounts import EmailTaken, NoPassword, NoSuchAccount
from souk_user.domain.providers import (
    NAME,
    AnswerUntrusted,
    EmailNotVerified,
    LinkedAlready,
    LinkedElsewhere,
    LinkNeeded,
    NoSuchLinkedLogin,
    NoSuchProvider,
    ProviderAway,
    ProviderLoginOver,
)
from souk_user.domain.second_factor import SecondFactorNeeded
from souk_user.domain.sessions import SessionOver, TooBusy, WrongCredentials
from souk_user.routes.answers import let_in
from souk_user.routes.browsers import KnockingClient, OurPagesOrNoBrowser
from souk_user.routes.cookies import BrowserCookies
from souk_user.schemas.mine import Me
from souk_user.schemas.providers import BroughtBack, ByPassword, LinkedLoginList, Onward, ProviderList

UserDeps = Annotated[Deps, depends(Deps)]
ProviderName = Annotated[str, Path(pattern=NAME)]
router = Router()
AT_PROVIDER = (NoSuchProvider, ProviderAway)
FROM_PROVIDER = (*AT_PROVIDER, ProviderLoginOver, AnswerUntrusted, EmailNotVerified)
AS_OWNER = (SessionOver, NoSuchAccount, NoPassword, WrongCredentials, TooBusy)


@router.get("/auth/customer/providers")
async def list_providers(_: Anyone, response: Response, deps: UserDeps) -> ProviderList:
    """Where customers may come from; none where the shop is set up without."""
    response.headers["cache-control"] = "public, max-age=300"
    return ProviderList.of(deps.providers.listed())


@router.post("/auth/customer/providers/{provider}")
@refuses(*AT_PROVIDER)
async def begin_at_provider(
    provider: ProviderName,
    _: Anyone,
    __: OurPagesOrNoBrowser,
    client: KnockingClient,
    response: Response,
    cookies: BrowserCookies,
    deps: UserDeps,
) -> Onward:
    onward = await providers.begin(deps, provider, client)
    cookies.await_provider(response, onward.ticket)
    return Onward(url=onward.url)


@router.post("/auth/customer/providers/{provider}/return", response_model=Me)
@refuses(*FROM_PROVIDER, LinkNeeded, LinkedElsewhere, EmailTaken, SecondFactorNeeded)
async def return_from_provider(
    provider: ProviderName,
    body: BroughtBack,
    _: Anyone,
    __: OurPagesOrNoBrowser,
    client: KnockingClient,
    response: Response,
    cookies: BrowserCookies,
    deps: UserDeps,
) -> Me | Response:
    """In the browser that began it: signs in, and opens an account for who has none."""
    back = Back(cookies.sent_to_provider(), body.brought(), client)
    return let_in(await providers.come_in(deps, provider, back), response, cookies)


@router.get("/me/linked-logins")
async def list_linked_logins(user: Customer, deps: UserDeps) -> LinkedLoginList:
    return LinkedLoginList.of(await deps.users.list_linked_logins(user.id), deps.providers.listed())


@router.post("/me/linked-logins", status_code=204)
@refuses(SessionOver, NoSuchAccount, NoSuchProvider, ProviderLoginOver, LinkedElsewhere, LinkedAlready)
async def link_what_waits(user: Customer, client: KnockingClient, cookies: BrowserCookies, deps: UserDeps) -> None:
    """Of a return that was answered by login-link-needed, in the same browser."""
    await providers.link_waiting(deps, user, cookies.sent_to_provider(), client)


@router.post("/me/linked-logins/{provider}")
@refuses(*AS_OWNER, *AT_PROVIDER)
async def begin_link(
    provider: ProviderName,
    body: ByPassword,
    user: Customer,
    client: KnockingClient,
    response: Response,
    cookies: BrowserCookies,
    deps: UserDeps,
) -> Onward:
    onward = await providers.begin_link(deps, user, provider, body.password, client)
    cookies.await_provider(response, onward.ticket)
    return Onward(url=onward.url)


@router.post("/me/linked-logins/{provider}/return", status_code=204)
@refuses(*FROM_PROVIDER, SessionOver, NoSuchAccount, LinkedElsewhere, LinkedAlready)
async def link_login(
    provider: ProviderName,
    body: BroughtBack,
    user: Customer,
    client: KnockingClient,
    cookies: BrowserCookies,
    deps: UserDeps,
) -> None:
    await providers.link(deps, user, provider, Back(cookies.sent_to_provider(), body.brought(), client))


@router.post("/me/linked-logins/{login_id}/unlink", status_code=204)
@refuses(*AS_OWNER, NoSuchLinkedLogin)
async def unlink(login_id: UUID, body: ByPassword, user: Customer, deps: UserDeps) -> None:
    """Asks for the password, so that there is another way in."""
    await providers.unlink(deps, user, login_id, body.password)
