"""What goes over the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from souk_activity.domain.happenings import Happening, Kind, searchable
from souk_activity.domain.trail import Change

MOST_EVENTS = 50
HANDLE = r"^[a-z0-9][a-z0-9-]*$"
Handle = Annotated[str, Field(max_length=200, pattern=HANDLE)]


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: Annotated[UUID, Field(description="A UUIDv7, made when it happened; told again it counts once.")]


class ProductViewed(_Told):
    kind: Literal["product-viewed"]
    handle: Handle

    def happening(self, session_id: UUID, person_id: UUID | None) -> Happening:
        return Happening(self.id, Kind.VIEWED_PRODUCT, session_id, person_id, self.handle)


class ListingViewed(_Told):
    kind: Literal["listing-viewed"]
    category: Handle | None = None

    def happening(self, session_id: UUID, person_id: UUID | None) -> Happening:
        return Happening(self.id, Kind.VIEWED_LISTING, session_id, person_id, self.category)


class Searched(_Told):
    kind: Literal["searched"]
    words: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
    results: Annotated[int, Field(ge=0, le=1_000_000_000)]

    def happening(self, session_id: UUID, person_id: UUID | None) -> Happening:
        return Happening(
            self.id, Kind.SEARCHED, session_id, person_id, words=searchable(self.words), results=self.results
        )


class AddedToBag(_Told):
    kind: Literal["added-to-bag"]
    handle: Handle
    quantity: Annotated[int, Field(ge=1, le=99)] = 1

    def happening(self, session_id: UUID, person_id: UUID | None) -> Happening:
        return Happening(self.id, Kind.ADDED_TO_BAG, session_id, person_id, self.handle, quantity=self.quantity)


class CheckoutBegun(_Told):
    kind: Literal["checkout-begun"]

    def happening(self, session_id: UUID, person_id: UUID | None) -> Happening:
        return Happening(self.id, Kind.BEGAN_CHECKOUT, session_id, person_id)


Told = Annotated[ProductViewed | ListingViewed | Searched | AddedToBag | CheckoutBegun, Field(discriminator="kind")]


class Beacon(BaseModel):
    """What a browser sends when its page is left or hidden."""

    model_config = ConfigDict(extra="forbid")

    consent: Annotated[bool, Field(description="Without it nothing is taken.")] = False
    session_id: Annotated[UUID, Field(description="A UUIDv7 of the visit; a visit is a day long at most.")]
    events: Annotated[list[Told], Field(min_length=1, max_length=MOST_EVENTS)]


class Handles(BaseModel):
    """Products, the one to show first coming first."""

    handles: list[str]


class Day(BaseModel):
    day: date
    sessions: Annotated[int, Field(description="Visits that began then, by visitors who agreed to be counted")]
    viewing: Annotated[int, Field(description="of them: looked at a product,")]
    adding: Annotated[int, Field(description="put something into the bag,")]
    leaving: Annotated[int, Field(description="began to check out,")]
    ordering: Annotated[int, Field(description="ordered.")]
    searches: int
    orders: Annotated[int, Field(description="All orders, also of visitors who are not counted.")]
    units: int
    revenue: Annotated[int, Field(description="In the shop's currency's minor unit, taxes and delivery included.")]
    undone: Annotated[int, Field(description="Checkouts that came to nothing.")]
    cancelled: Annotated[
        int, Field(description="Orders that were counted, on this day or before, and cancelled on it.")
    ]
    given_back: Annotated[int, Field(description="Of all revenue so far, on this day: refunds, and orders cancelled.")]


class Days(BaseModel):
    time_zone: str
    items: list[Day]


class ProductReport(BaseModel):
    handle: str
    views: int
    adds: int
    units: int
    revenue: int


class ProductReports(BaseModel):
    time_zone: str
    items: list[ProductReport]


class SearchReport(BaseModel):
    words: str
    searches: int
    without_results: int


class SearchReports(BaseModel):
    time_zone: str
    items: list[SearchReport]


class ChangeView(BaseModel):
    """Somebody of the shop changed something."""

    id: UUID
    at: datetime
    service: str
    actor_id: UUID
    actor_type: str
    action: str
    subject_ids: dict[str, str]

    @classmethod
    def of(cls, change: Change) -> ChangeView:
        return cls(
            id=change.id,
            at=change.at,
            service=change.service,
            actor_id=change.actor_id,
            actor_type=change.actor_type,
            action=change.action,
            subject_ids=dict(change.subject_ids),
        )
