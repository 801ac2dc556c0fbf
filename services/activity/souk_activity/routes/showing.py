"""What shoppers are shown: handles of products, whose cards the product service has."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Path, Query, Response
from starlette.requests import Request

from kit.http.auth import Anyone, MaybeShopper
from kit.http.etag import NOT_MODIFIED, etagged
from kit.http.router import Router
from souk_activity.actions.deps import Deps
from souk_activity.routes.deps import ActivityDeps
from souk_activity.schemas import HANDLE, Handle, Handles

MOST: Final = 12
MOST_IN_BAG: Final = 50

router = Router()


@router.get("/products/{handle}/bought-together", response_model=Handles, responses=NOT_MODIFIED)
async def list_bought_together(
    handle: Annotated[str, Path(max_length=200, pattern=HANDLE)], request: Request, _: Anyone, deps: ActivityDeps
) -> Response:
    """The same for all. An unknown product has none."""
    return _public(request, deps, Handles(handles=list(await deps.showing.list_together([handle], MOST))))


@router.get("/popular", response_model=Handles, responses=NOT_MODIFIED)
async def list_popular(request: Request, _: Anyone, deps: ActivityDeps) -> Response:
    """What is looked at and bought now; the same for all."""
    return _public(request, deps, Handles(handles=list(await deps.showing.list_popular(MOST))))


@router.get("/bought-together")
async def list_bought_with_bag(
    handle: Annotated[list[Handle], Query(min_length=1, max_length=MOST_IN_BAG)], _: Anyone, deps: ActivityDeps
) -> Handles:
    """What goes with all of them, and is none of them."""
    return Handles(handles=list(await deps.showing.list_together(list(dict.fromkeys(handle)), MOST)))


@router.get("/me/viewed")
async def list_viewed(shopper: MaybeShopper, deps: ActivityDeps, response: Response) -> Handles:
    """What this customer or guest looked at, on any of their devices, the latest first."""
    response.headers["cache-control"] = "private, no-store"
    person_id = (shopper.customer_id or shopper.guest_id) if shopper else None
    return Handles(handles=list(await deps.showing.list_viewed(person_id)) if person_id else [])


def _public(request: Request, deps: Deps, handles: Handles) -> Response:
    kept = f"public, max-age=0, s-maxage={deps.shared_cache_s}, stale-while-revalidate=600, stale-if-error=86400"
    return etagged(request, handles, cache_control=kept)
