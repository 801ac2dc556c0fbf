"""Promotions, as those who edit them write and read them; amounts are in minor units of the shop's currency."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from contracts.cart import MAX_QUANTITY
from contracts.people import Words
from souk_cart.domain.editing import EditedPromotion
from souk_cart.domain.promotions import AmountOff, BuyGet, Effect, FreeDelivery, PercentOff, Promotion, Scope
from souk_cart.domain.shares import ALL
from souk_cart.schemas.cart import CouponCode

Amount = Annotated[int, Field(ge=1, le=10**11)]
BasisPoints = Annotated[int, Field(ge=1, le=ALL, description="Hundredths of a percent")]
Pieces = Annotated[int, Field(ge=1, le=MAX_QUANTITY)]
Times = Annotated[int, Field(ge=1, le=10**9)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,119}$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)


class Percent(Strict):
    kind: Literal["percent"]
    basis_points: BasisPoints

    def to_effect(self) -> Effect:
        return PercentOff(self.basis_points)


class FixedAmount(Strict):
    kind: Literal["amount"]
    amount: Amount

    def to_effect(self) -> Effect:
        return AmountOff(self.amount)


class StandardDelivery(Strict):
    kind: Literal["free_delivery"]

    def to_effect(self) -> Effect:
        return FreeDelivery()


class BuySomeGetMore(Strict):
    """Of buy + get pieces the cheapest cost so much less, by default nothing."""

    kind: Literal["buy_get"]
    buy: Pieces
    get: Pieces
    basis_points: BasisPoints = ALL

    def to_effect(self) -> Effect:
        return BuyGet(self.buy, self.get, self.basis_points)


Gives = Annotated[Percent | FixedAmount | StandardDelivery | BuySomeGetMore, Field(discriminator="kind")]


class PromotionBody(Strict):
    name: Annotated[Words, Field(description="What a shopper reads beside the amount")]
    code: Annotated[CouponCode | None, Field(description="null: given without being asked for")] = None
    gives: Gives
    categories: Annotated[list[Slug], Field(max_length=50, description="Empty, with products: everything")] = []
    products: Annotated[list[Slug], Field(max_length=200, description="By their handles")] = []
    minimum: Annotated[int, Field(ge=0, le=10**11, description="Spent on what it covers, before discounts")] = 0
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    is_exclusive: Annotated[bool, Field(description="Goes with no other promotion; the better one counts")] = False
    is_paused: bool = False
    limit: Annotated[Times | None, Field(description="Orders that may use it")] = None
    limit_per_shopper: Annotated[Times | None, Field(description="By account, and by e-mail address")] = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise PydanticCustomError("ends_at", "The promotion would end before it starts.")
        return self

    def to_promotion(self, promotion_id: UUID, version: int) -> Promotion:
        return Promotion(
            id=promotion_id,
            name=self.name,
            code=self.code,
            effect=self.gives.to_effect(),
            scope=Scope(frozenset(self.categories), frozenset(self.products)),
            minimum=self.minimum,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            is_exclusive=self.is_exclusive,
            is_paused=self.is_paused,
            limit=self.limit,
            limit_per_shopper=self.limit_per_shopper,
            version=version,
        )


class ChangePromotion(PromotionBody):
    """`version` is the one that was read."""

    version: Annotated[int, Field(ge=1, le=2**31 - 2)]


class PromotionView(BaseModel):
    id: UUID
    name: str
    code: str | None
    gives: Gives
    categories: list[str]
    products: list[str]
    minimum: int
    starts_at: datetime | None
    ends_at: datetime | None
    is_exclusive: bool
    is_paused: bool
    limit: int | None
    limit_per_shopper: int | None
    version: int
    uses: int = Field(description="Orders that used it; a limited one is used from when the order is placed")
    given: int = Field(description="What it took off them")

    @classmethod
    def of(cls, edited: EditedPromotion) -> Self:
        rule = edited.promotion
        assert rule.id is not None
        return cls(
            id=rule.id,
            name=rule.name,
            code=rule.code,
            gives=_gives(rule.effect),
            categories=sorted(rule.scope.categories),
            products=sorted(rule.scope.products),
            minimum=rule.minimum,
            starts_at=rule.starts_at,
            ends_at=rule.ends_at,
            is_exclusive=rule.is_exclusive,
            is_paused=rule.is_paused,
            limit=rule.limit,
            limit_per_shopper=rule.limit_per_shopper,
            version=rule.version,
            uses=edited.uses,
            given=edited.given,
        )


def _gives(effect: Effect) -> Gives:
    match effect:
        case PercentOff(basis_points):
            return Percent(kind="percent", basis_points=basis_points)
        case AmountOff(amount):
            return FixedAmount(kind="amount", amount=amount)
        case FreeDelivery():
            return StandardDelivery(kind="free_delivery")
        case BuyGet(buy, get, basis_points):
            return BuySomeGetMore(kind="buy_get", buy=buy, get=get, basis_points=basis_points)
