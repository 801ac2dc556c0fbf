"""Door 1: HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Header, Path, Query, Response

from contracts.order import MAX_LINK_TOKEN_LENGTH, ORDER_LINK_HEADER
from contracts.people import CountryCode
from kit.http.auth import Anyone, MaybeShopper, from_service
from kit.http.refusals import refuses
from kit.http.router import Router, depends
from souk_logistics.actions import parcels, promises
from souk_logistics.actions.deps import Deps
from souk_logistics.domain.coverage import MalformedPostalCode, OtherCurrency, UnknownCountry, UnknownPostalCode
from souk_logistics.domain.shipments import ParcelUnderWay
from souk_logistics.schemas import (
    AskQuote,
    PostalCode,
    Quote,
    Serviceability,
    Shipments,
    ShipmentView,
)

router = Router()
NO_PROMISE = (UnknownCountry, MalformedPostalCode, UnknownPostalCode)
LogisticsDeps = Annotated[Deps, depends(Deps)]
CartOnly = Annotated[str, from_service("cart")]
OrderOnly = Annotated[str, from_service("order")]


@router.get("/serviceability/{postal_code}")
@refuses(*NO_PROMISE)
async def serviceability(
    postal_code: Annotated[PostalCode, Path()],
    _: Anyone,
    deps: LogisticsDeps,
    response: Response,
    country: Annotated[CountryCode, Query()] = "IN",
) -> Serviceability:
    """Where a postal code is and when a usual parcel gets there; promises change at the day's cutoff."""
    coverage = await promises.cover(deps, country, postal_code, deps.default_parcel_grams, None)
    response.headers["cache-control"] = "public, max-age=60, s-maxage=300"
    return Serviceability.of(country, coverage)


@router.post("/quotes")
@refuses(*NO_PROMISE, OtherCurrency)
async def quote(ask: AskQuote, _: CartOnly, deps: LogisticsDeps) -> Quote:
    return Quote.of(await promises.cover(deps, ask.country, ask.postal_code, ask.weight_grams, ask.subtotal))


@router.post("/orders/{order_id}/stop", status_code=204)
@refuses(ParcelUnderWay)
async def stop(order_id: UUID, _: OrderOnly, deps: LogisticsDeps) -> None:
    """Its order is cancelled: nothing is sent, unless the carrier has it already."""
    await parcels.stop(deps, order_id)


@router.get("/orders/{order_id}/shipments")
async def list_shipments(
    order_id: UUID,
    shopper: MaybeShopper,
    deps: LogisticsDeps,
    link_token: Annotated[str | None, Header(alias=ORDER_LINK_HEADER, max_length=MAX_LINK_TOKEN_LENGTH)] = None,
) -> Shipments:
    """None until the order's event has arrived here, moments after it was placed."""
    customer_id = None if shopper is None else shopper.customer_id
    shipments = await parcels.list_shipments(deps, order_id, customer_id, link_token)
    return Shipments(items=[ShipmentView.of(shipment) for shipment in shipments])
