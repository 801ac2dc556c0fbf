"""What the cart and the order service ask."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import Path, Query, Response

from contracts.cart import MAX_LINES
from kit.http.auth import from_service
from kit.http.refusals import refuses
from kit.http.router import Router, raw_json
from souk_product.actions import reservations
from souk_product.domain.stock import (
    OtherLines,
    OutOfStock,
    ReservationClosed,
    ReservationExpired,
    UnknownReservation,
    UnknownSku,
)
from souk_product.routes.deps import ProductDeps
from souk_product.schemas.stock import Offers, Renew, Reservation, Reserve, Sku

router = Router()
Key = Annotated[str, Path(min_length=1, max_length=200, description="The caller's own key, such as the order's id.")]
Neighbour = Annotated[str, from_service("cart", "order", "user")]
OrderOnly = Annotated[str, from_service("order")]


@router.get("/offers", response_model=Offers)
async def list_offers(
    caller: Neighbour, deps: ProductDeps, sku: Annotated[list[Sku], Query(min_length=1, max_length=MAX_LINES)]
) -> Response:
    return raw_json(await deps.catalogue.offers(sku, deps.clock.now()), headers={"cache-control": "no-store"})


@router.put("/reservations/{key}", responses={201: {"model": Reservation}})
@refuses(OutOfStock, UnknownSku, OtherLines, ReservationExpired, ReservationClosed)
async def reserve(key: Key, body: Reserve, caller: OrderOnly, deps: ProductDeps, response: Response) -> Reservation:
    """A new one says in its lines what is left for others."""
    ttl = timedelta(seconds=body.ttl_s)
    if body.sold:
        reserved = await reservations.sell(deps, key, body.to_lines())
    elif body.plenty_sold:
        reserved = await reservations.hold_scarce(deps, key, body.to_lines(), ttl)
    else:
        reserved = await reservations.reserve(deps, key, body.to_lines(), ttl)
    response.status_code = 201 if reserved.is_new else 200
    return Reservation.of(reserved.reservation, reserved.left)


@router.get("/reservations/{key}")
@refuses(UnknownReservation)
async def show_reservation(key: Key, caller: OrderOnly, deps: ProductDeps) -> Reservation:
    return Reservation.of(await reservations.find_reservation(deps, key))


@router.post("/reservations/{key}/commit")
@refuses(UnknownReservation, ReservationExpired, ReservationClosed)
async def commit_reservation(key: Key, caller: OrderOnly, deps: ProductDeps) -> Reservation:
    return Reservation.of(await reservations.commit(deps, key))


@router.post("/reservations/{key}/release")
async def release_reservation(key: Key, caller: OrderOnly, deps: ProductDeps) -> Reservation:
    return Reservation.of(await reservations.release(deps, key))


@router.post("/reservations/{key}/renew")
@refuses(UnknownReservation, ReservationExpired, ReservationClosed)
async def renew_reservation(key: Key, caller: OrderOnly, deps: ProductDeps, body: Renew | None = None) -> Reservation:
    ttl = timedelta(seconds=(body or Renew()).ttl_s)
    return Reservation.of(await reservations.renew(deps, key, ttl))
