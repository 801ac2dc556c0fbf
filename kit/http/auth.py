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

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import Request

from kit import audit
from kit.http.callers import Shopper, User, claims_in, gate_of, shopper_in
from kit.http.denials import (
    GuestNeeded,
    PermissionNeeded,
    ServiceKeyNeeded,
    SignInNeeded,
    TokenExpired,
    TokenInvalid,
    WrongUserType,
)
from kit.http.same_site import SAFE, CrossSiteRequest
from kit.http.tokens import USER_TYPES, Claims, UserType
from kit.names import SERVICE_HEADER

Check = Callable[[Request], Awaitable[Any]]


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
    shopper = shopper_in(request)
    if shopper is None:
        raise GuestNeeded
    return shopper


@declares("maybe-shopper", "", "customer", "guest")
async def _maybe_shopper(request: Request) -> Shopper | None:
    return shopper_in(request)


@declares("perhaps-shopper", "", "customer", "guest")
async def _perhaps_shopper(request: Request) -> Shopper | None:
    try:
        return shopper_in(request)
    except (TokenExpired, TokenInvalid, WrongUserType, CrossSiteRequest):
        return None


def _user_in(request: Request, types: Sequence[UserType]) -> User:
    found = claims_in(request, types)
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
