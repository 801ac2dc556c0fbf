"""Browsers and other clients are let in differently: cookies for our own pages, tokens in a body for the others."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from kit.errors import Kind, SoukError
from kit.http.callers import gate_of
from kit.http.router import ClientAddress, Language
from kit.http.router import Device as SaidOfDevice
from kit.http.same_site import check_same_site
from kit.names import DEVICE_COOKIE
from souk_user.domain.devices import Client, Device


def is_browser(request: Request) -> bool:
    return "sec-fetch-site" in request.headers or "origin" in request.headers


async def _our_pages_or_no_browser(request: Request) -> None:
    if is_browser(request):
        check_same_site(request, gate_of(request).origins)


# For what sets cookies: no foreign page may log a visitor in (as somebody else); scripts and tools may.
OurPagesOrNoBrowser = Annotated[None, Depends(_our_pages_or_no_browser)]


async def _client_of(request: Request, address: ClientAddress, said: SaidOfDevice, language: Language) -> Client:
    name = ", ".join(part for part in (said.browser or said.app, said.model or said.os) if part)
    return Client(address, Device.read(request.cookies.get(DEVICE_COOKIE)), name, language)


KnockingClient = Annotated[Client, Depends(_client_of)]


class NoPlaceForBrowsers(SoukError):
    code = "no-place-for-browsers"
    kind = Kind.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            "Tokens in a body are for clients that are no browsers.", "Use /login: it keeps them in cookies."
        )


async def _no_browser(request: Request) -> None:
    if is_browser(request):
        raise NoPlaceForBrowsers


# A script that a page was tricked into running must not get a token into its hands.
NoBrowser = Annotated[None, Depends(_no_browser)]
