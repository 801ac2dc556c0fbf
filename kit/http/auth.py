"""Who may call: every route carries one of these annotations, or the build fails.

async def show(caller: Anyone)                 public, reads no identity, cacheable
async def bag(shopper: AnyShopper)             a guest or a signed-in customer
async def me(user: SignedIn)                   a user of any type; also Customer
Editor = Annotated[User, staff("content:edit")]      an admin whose role allows it; sellers too where they are named
OrderOnly = Annotated[str, from_service("order")]    the name of the calling service
async def track(shopper: MaybeShopper)         anyone, and who it is if that is known
async def listen(shopper: PerhapsShopper)      the same, but proof that is over or wrong counts as none
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends
from starlette.requests import Request

from kit import audit
from kit.clock import Clock
from kit.http.denials import (
    GuestNeeded,
    PermissionNeeded,
    ServiceKeyNeeded,
    SignInNeeded,
    TokenExpired,
    TokenInvalid,
    WrongUserType,
)
from kit.http.same_site import SAFE, CrossSiteRequest, check_same_site
from kit.http.tokens import LONGEST_TOKEN, USER_TYPES, Claims, PublicKeys, SignatureWrong, UserType
from kit.names import (
    FORMER_GUEST_COOKIE,
    GUEST_COOKIE,
    GUEST_HEADER,
    SERVICE_HEADER,
    access_cookie,
    host_cookie,
)

Check = Callable[[Request], Awaitable[Any]]


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


def _claims_in(request: Request, types: Sequence[UserType]) -> tuple[Claims, str] | None:
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


def _shopper_in(request: Request) -> Shopper | None:
    signed_in = _claims_in(request, ("customer",))
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


def declares(name: str, *schemes: str) -> Callable[[Check], Check]:
    """Marks a dependency as an answer to "who may call?"; an empty scheme means that none is needed."""

    def mark(check: Check) -> Check:
        # FastAPI wants a plain function, so what it declares is kept on it.
        check.souk_caller = name  # type: ignore[attr-defined]
        check.souk_schemes = schemes  # type: ignore[attr-defined]
        return check

    return mark


@declares("anyone", "")
async def _anyone(request: Request) -> None:
    return None


@declares("shopper", "customer", "guest")
async def _any_shopper(request: Request) -> Shopper:
    shopper = _shopper_in(request)
    if shopper is None:
        raise GuestNeeded
    return shopper


@declares("maybe-shopper", "", "customer", "guest")
async def _maybe_shopper(request: Request) -> Shopper | None:
    return _shopper_in(request)


@declares("perhaps-shopper", "", "customer", "guest")
async def _perhaps_shopper(request: Request) -> Shopper | None:
    try:
        return _shopper_in(request)
    except (TokenExpired, TokenInvalid, WrongUserType, CrossSiteRequest):
        return None


def _user_in(request: Request, types: Sequence[UserType]) -> User:
    found = _claims_in(request, types)
    if found is None:
        raise SignInNeeded(types)
    claims = found[0]
    if claims.type in audit.STAFF and request.method not in SAFE:
        audit.acts(_acting(request, claims))
    # A seller's token of the last release names no team: of a founder it has the account's own id.
    team = claims.team or (claims.user_id if claims.type == "seller" else None)
    return User(claims.user_id, claims.type, claims.session_id, claims.permissions, team)


def _acting(request: Request, claims: Claims) -> audit.Acting:
    app, route = request.scope["app"], request.scope["route"]
    ids = {name: str(value)[: audit.LONGEST_ID] for name, value in request.path_params.items()}
    now = app.state.infra.clock.now()
    return audit.Acting(app.state.service.name, claims.user_id, claims.type, route.name, now, ids)


def _user_of(name: str, *types: UserType) -> Any:
    @declares(name, *types)
    async def check(request: Request) -> User:
        return _user_in(request, types)

    return Depends(check)


def staff(permission: str, *types: UserType) -> Any:
    """For `Editor = Annotated[User, staff("content:edit")]`; `types` are ("admin",) unless others are named."""
    allowed: tuple[UserType, ...] = types or ("admin",)

    @declares(f"{','.join(allowed)}:{permission}", *allowed)
    async def check(request: Request) -> User:
        user = _user_in(request, allowed)
        if not user.may(permission):
            raise PermissionNeeded(permission)
        return user

    return Depends(check)


def from_service(*names: str) -> Any:
    """For `OrderOnly = Annotated[str, from_service("order")]`: the calling service's name."""

    @declares(f"service:{','.join(names)}", "service")
    async def check(request: Request) -> str:
        key = request.headers.get(SERVICE_HEADER)
        name = gate_of(request).service_of(key) if key else None
        if name not in names:
            raise ServiceKeyNeeded(names)
        return name

    return Depends(check)


Anyone = Annotated[None, Depends(_anyone)]
AnyShopper = Annotated[Shopper, Depends(_any_shopper)]
MaybeShopper = Annotated[Shopper | None, Depends(_maybe_shopper)]
PerhapsShopper = Annotated[Shopper | None, Depends(_perhaps_shopper)]
SignedIn = Annotated[User, _user_of("signed-in", *USER_TYPES)]
Customer = Annotated[User, _user_of("customer", "customer")]
