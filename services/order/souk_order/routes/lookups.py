"""Guests find an order again by its number and e-mail address."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response

from kit.http.auth import Anyone
from kit.http.callers import gate_of
from kit.http.refusals import refuses
from kit.http.router import API, ClientAddress, Language, Router
from kit.http.same_site import check_same_site
from kit.names import LOOKUP_COOKIE
from souk_order.actions import looking_up
from souk_order.domain.lookups import LIFETIME, Ticket, WrongLookupCode
from souk_order.routes.deps import OrderDeps
from souk_order.schemas.orders import LookupSent, OrderView
from souk_order.schemas.requests import AskLookup, TypedCode

router = Router()
COOKIE_PATH = f"/order-service{API}/lookups"


async def _our_pages_or_no_browser(request: Request) -> None:
    if "sec-fetch-site" in request.headers or "origin" in request.headers:
        check_same_site(request, gate_of(request).origins)


OurPagesOrNoBrowser = Annotated[None, Depends(_our_pages_or_no_browser)]


@router.post("/lookups", status_code=202)
async def ask_code(
    body: AskLookup,
    _: Anyone,
    __: OurPagesOrNoBrowser,
    address: ClientAddress,
    language: Language,
    request: Request,
    response: Response,
    deps: OrderDeps,
) -> LookupSent:
    """The same answer whether or not there is such an order; the code is good in this browser alone."""
    ticket = await looking_up.ask_code(deps, body.number, body.email, address, language)
    _keep(request, response, str(ticket), LIFETIME.seconds)
    return LookupSent(expires_in=LIFETIME.seconds)


@router.post("/lookups/code")
@refuses(WrongLookupCode)
async def open_order(
    body: TypedCode,
    _: Anyone,
    __: OurPagesOrNoBrowser,
    address: ClientAddress,
    request: Request,
    response: Response,
    deps: OrderDeps,
) -> OrderView:
    """The order, with the token of its link."""
    ticket = Ticket.read(request.cookies.get(LOOKUP_COOKIE))
    order = await looking_up.open_order(deps, ticket, body.code, address)
    _keep(request, response, "", 0)
    return OrderView.of(order, deps.links.token(order.id))


def _keep(request: Request, response: Response, value: str, life_s: int) -> None:
    response.set_cookie(
        LOOKUP_COOKIE, value, max_age=life_s, path=COOKIE_PATH, secure=gate_of(request).https, httponly=True,
        samesite="lax",
    )  # fmt: skip
