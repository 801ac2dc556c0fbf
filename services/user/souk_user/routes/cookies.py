"""The cookies that make a browser a guest or a signed-in user."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response

from kit.http.callers import gate_of
from kit.http.tokens import SignatureWrong, UserType
from kit.names import (
    CODE_COOKIE,
    DEVICE_COOKIE,
    FORMER_GUEST_COOKIE,
    GUEST_COOKIE,
    LOGIN_COOKIE,
    PROVIDER_COOKIE,
    SESSION_COOKIE,
    VISITOR_COOKIE,
    access_cookie,
    host_cookie,
    refresh_cookie,
)
from souk_user.actions.entering import Entered
from souk_user.domain.codes import LIFETIME as CODE_LIFETIME
from souk_user.domain.codes import Ticket
from souk_user.domain.guests import Guest
from souk_user.domain.providers import LIFETIME as PROVIDER_LIFETIME
from souk_user.domain.second_factor import PENDING_LIFETIME
from souk_user.domain.sessions import SignedInTokens

GUEST_LIFETIME = timedelta(days=365)
DEVICE_LIFETIME = timedelta(days=365)
# For as long as a merge of the guest's bag may take, with its repeats.
FORMER_GUEST_LIFETIME = timedelta(hours=1)
GONE = timedelta(0)
# As browsers see it, behind the gateway.
API_PATH = "/user-service/api/v1"
AUTH_PATH = f"{API_PATH}/auth"


def refresh_path(user_type: UserType) -> str:
    """The only endpoint that gets the refresh token."""
    return f"{AUTH_PATH}/{user_type}/refresh"


class Cookies:
    """What one browser has and gets."""

    def __init__(self, request: Request) -> None:
        self._has = request.cookies
        self._gate = gate_of(request)

    def refresh_token(self, user_type: UserType) -> str | None:
        return self._has.get(refresh_cookie(user_type))

    def ticket(self) -> Ticket | None:
        return Ticket.read(self._has.get(CODE_COOKIE))

    def await_code(self, response: Response, ticket: Ticket) -> None:
        """The code that was sent is good in this browser alone."""
        self._set(response, CODE_COOKIE, str(ticket), CODE_LIFETIME, path=API_PATH)

    def half_of_login(self) -> Ticket | None:
        return Ticket.read(self._has.get(LOGIN_COOKIE))

    def await_second_factor(self, response: Response, ticket: Ticket) -> None:
        self._set(response, LOGIN_COOKIE, str(ticket), PENDING_LIFETIME, path=AUTH_PATH)

    def sent_to_provider(self) -> Ticket | None:
        return Ticket.read(self._has.get(PROVIDER_COOKIE))

    def await_provider(self, response: Response, ticket: Ticket) -> None:
        """For the way there and back, and as long again for who must sign in before it is linked."""
        self._set(response, PROVIDER_COOKIE, str(ticket), 2 * PROVIDER_LIFETIME, path=API_PATH)

    def guest(self) -> UUID | None:
        """An id that we no longer recognise is replaced by a new one instead of refused."""
        try:
            return self._gate.keys.guest_of(self._has.get(self._guest_cookie, ""))
        except SignatureWrong:
            return None

    def welcome(self, response: Response, guest: Guest) -> None:
        self._set(response, self._guest_cookie, guest.signed, GUEST_LIFETIME)
        self._set(response, VISITOR_COOKIE, "1", GUEST_LIFETIME, readable=True)

    def enter(self, response: Response, entered: Entered) -> None:
        """The guest ends here: an id that somebody else had put into this browser opens nothing of what follows."""
        if entered.account.type == "customer" and self.guest():
            self._set(response, self._former_guest_cookie, self._has[self._guest_cookie], FORMER_GUEST_LIFETIME)
            self._end_guest(response)
        self._set(response, DEVICE_COOKIE, str(entered.device), DEVICE_LIFETIME, path=AUTH_PATH)
        self.sign_in(response, entered.tokens)

    def sign_in(self, response: Response, tokens: SignedInTokens) -> None:
        kind = tokens.user_type
        # It stays for as long as the session and expires inside: were it gone after ten minutes, a customer with a
        # guest's cookie would be taken for that guest instead of being told to refresh.
        self._set(response, access_cookie(kind), tokens.access, tokens.lives_for)
        self._set(response, refresh_cookie(kind), tokens.refresh, tokens.lives_for, path=refresh_path(kind))
        self._set(response, SESSION_COOKIE, tokens.visible, tokens.lives_for, readable=True)

    def sign_out(self, response: Response, kind: UserType) -> None:
        self._set(response, access_cookie(kind), "", GONE)
        self._set(response, refresh_cookie(kind), "", GONE, path=refresh_path(kind))
        self._set(response, SESSION_COOKIE, "", GONE, readable=True)
        if kind == "customer":
            self._set(response, self._former_guest_cookie, "", GONE)
            self._end_guest(response)

    @property
    def _guest_cookie(self) -> str:
        return host_cookie(GUEST_COOKIE, self._gate.https)

    @property
    def _former_guest_cookie(self) -> str:
        return host_cookie(FORMER_GUEST_COOKIE, self._gate.https)

    def _end_guest(self, response: Response) -> None:
        """Whoever shops on as a guest gets a new id with the first thing that needs one."""
        self._set(response, self._guest_cookie, "", GONE)
        self._set(response, VISITOR_COOKIE, "", GONE, readable=True)

    def _set(
        self,
        response: Response,
        name: str,
        value: str,
        life: timedelta,
        path: str = "/",
        readable: bool = False,
    ) -> None:
        response.set_cookie(
            name,
            value,
            max_age=int(life.total_seconds()),
            path=path,
            secure=self._gate.https,
            httponly=not readable,
            samesite="lax",
        )


async def _cookies_of(request: Request) -> Cookies:
    return Cookies(request)


BrowserCookies = Annotated[Cookies, Depends(_cookies_of)]
