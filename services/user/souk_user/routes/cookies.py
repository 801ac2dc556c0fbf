"""The cookies that make a browser a guest or a signed-in user."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from fastapi import Request, Response

from kit.http.auth import gate_of
from kit.http.tokens import SignatureWrong, UserType
from kit.names import GUEST_COOKIE, SESSION_COOKIE, VISITOR_COOKIE, access_cookie, refresh_cookie
from souk_user.domain.guests import Guest
from souk_user.domain.sessions import SignedInTokens

GUEST_LIFETIME = timedelta(days=365)


def refresh_path(user_type: UserType) -> str:
    """The refresh endpoint as browsers see it, behind the gateway: the only one that gets the refresh token."""
    return f"/user-service/api/v1/auth/{user_type}/refresh"


class Cookies:
    def __init__(self, secure: bool) -> None:
        self._secure = secure

    def welcome(self, response: Response, guest: Guest) -> None:
        self._set(response, GUEST_COOKIE, guest.signed, GUEST_LIFETIME)
        self._set(response, VISITOR_COOKIE, "1", GUEST_LIFETIME, readable=True)

    def sign_in(self, response: Response, tokens: SignedInTokens) -> None:
        kind = tokens.user_type
        # It stays for as long as the session and expires inside: were it gone after ten minutes, a customer with a
        # guest's cookie would be taken for that guest instead of being told to refresh.
        self._set(response, access_cookie(kind), tokens.access, tokens.lives_for)
        self._set(response, refresh_cookie(kind), tokens.refresh, tokens.lives_for, path=refresh_path(kind))
        self._set(response, SESSION_COOKIE, tokens.visible, tokens.lives_for, readable=True)

    def sign_out(self, response: Response, kind: UserType) -> None:
        gone = timedelta(0)
        self._set(response, access_cookie(kind), "", gone)
        self._set(response, refresh_cookie(kind), "", gone, path=refresh_path(kind))
        self._set(response, SESSION_COOKIE, "", gone, readable=True)

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
            secure=self._secure,
            httponly=not readable,
            samesite="lax",
        )


def cookies_of(request: Request) -> Cookies:
    return Cookies(secure=request.scope["app"].state.settings.public_url.startswith("https:"))


def refresh_token(request: Request, user_type: UserType) -> str | None:
    return request.cookies.get(refresh_cookie(user_type))


def known_guest(request: Request) -> UUID | None:
    """An id that we no longer recognise is replaced by a new one instead of refused."""
    try:
        return gate_of(request).keys.guest_of(request.cookies.get(GUEST_COOKIE, ""))
    except SignatureWrong:
        return None
