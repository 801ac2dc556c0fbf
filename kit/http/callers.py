"""Who calls, as a request proves it: by tokens, by a guest's signed id, or by a service's key."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from starlette.requests import Request

from kit.clock import Clock
from kit.http.denials import TokenExpired, TokenInvalid, WrongUserType
from kit.http.same_site import check_same_site
from kit.http.tokens import LONGEST_TOKEN, Claims, PublicKeys, SignatureWrong, UserType
from kit.names import FORMER_GUEST_COOKIE, GUEST_COOKIE, GUEST_HEADER, access_cookie, host_cookie


@dataclass(frozen=True, slots=True)
class User:
    id: UUID
    type: UserType
    session_id: UUID
    permissions: frozenset[str] | None = None  # of sellers and admins; None: a token of before there were any
    team: UUID | None = None  # of sellers: whose goods they may change

    @property
    def key(self) -> str:
        return f"{self.type}:{self.id}"

    def may(self, permission: str) -> bool:
        """Before there were permissions, all sellers and admins did what an owner does now."""
        return self.permissions is None or permission in self.permissions

    def acts_for(self, seller_id: UUID | None) -> bool:
        """What is a team's, its sellers and all admins change; what is the shop's own (None), admins alone."""
        return self.type == "admin" or (self.team is not None and self.team == seller_id)


@dataclass(frozen=True, slots=True)
class Shopper:
    """A guest, a customer, or a customer who was a guest before (to merge what the guest had)."""

    customer_id: UUID | None
    guest_id: UUID | None
    # What to send on when another service is asked on this shopper's behalf.
    credentials: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def key(self) -> str:
        return f"customer:{self.customer_id}" if self.customer_id else f"guest:{self.guest_id}"


@dataclass(frozen=True, slots=True)
class Gate:
    """What one service's routes tell callers apart by: keys of tokens, and who may call as which service.

    `callers` maps a service to the SHA-256 of its key.
    """

    keys: PublicKeys
    clock: Clock
    callers: Mapping[str, str]
    origins: frozenset[str]
    https: bool = False

    def claims(self, token: str) -> Claims:
        try:
            claims = self.keys.claims_of(token) if len(token) <= LONGEST_TOKEN else None
        except SignatureWrong:
            claims = None
        if claims is None:
            raise TokenInvalid("access token")
        if claims.expires_at <= self.clock.now().timestamp():
            raise TokenExpired
        return claims

    def service_of(self, key: str) -> str | None:
        """Compares with every known hash, so that time tells nothing about which one matched."""
        given = hashlib.sha256(key.encode()).hexdigest()
        found = None
        for name, known in self.callers.items():
            if hmac.compare_digest(given, known):
                found = name
        return found


def gate_of(request: Request) -> Gate:
    return request.scope["app"].state.gate


def claims_in(request: Request, types: Sequence[UserType]) -> tuple[Claims, str] | None:
    """From the bearer header, else from the cookies, where the same-site rule holds."""
    gate = gate_of(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        claims = gate.claims(token)
        if claims.type not in types:
            raise WrongUserType(claims.type, types)
        return claims, token
    for user_type in types:
        token = request.cookies.get(access_cookie(user_type))
        if not token:
            continue
        claims = gate.claims(token)
        if claims.type != user_type:
            raise TokenInvalid("access token")
        check_same_site(request, gate.origins)
        return claims, token
    return None


def _guest_in(request: Request, cookie: str) -> tuple[UUID, str] | None:
    gate = gate_of(request)
    text = request.headers.get(GUEST_HEADER)
    from_cookie = text is None
    if from_cookie:
        text = request.cookies.get(host_cookie(cookie, gate.https))
    if not text:
        return None
    try:
        if len(text) > LONGEST_TOKEN:
            raise SignatureWrong("too long")
        guest_id = gate.keys.guest_of(text)
    except SignatureWrong as error:
        if from_cookie:
            return None  # signed by a key of another day: the visitor can be given a new one, so it is no hard error
        raise TokenInvalid("guest id") from error
    if from_cookie:
        check_same_site(request, gate.origins)
    return guest_id, text


def shopper_in(request: Request) -> Shopper | None:
    signed_in = claims_in(request, ("customer",))
    # A customer's guest id is the one from before the login, which that login has put aside.
    guest = _guest_in(request, FORMER_GUEST_COOKIE if signed_in else GUEST_COOKIE)
    if signed_in is None and guest is None:
        return None
    credentials: dict[str, str] = {}
    if signed_in:
        credentials["authorization"] = f"Bearer {signed_in[1]}"
    if guest:
        credentials[GUEST_HEADER] = guest[1]
    return Shopper(signed_in[0].user_id if signed_in else None, guest[0] if guest else None, credentials)
