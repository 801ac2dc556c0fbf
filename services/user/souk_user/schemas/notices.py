"""Notices of what is back in stock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from contracts.people import NO_CONTROLS, Email
from souk_user.domain.notices import ANY, Wait
from souk_user.schemas.bodies import Body

LONGEST_SKU = 200
Sku = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_SKU, pattern=NO_CONTROLS)]


class NoticeBody(Body):
    handle: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NO_CONTROLS)]
    sku: Annotated[Sku | None, Field(description="Null: whichever variant comes first.")] = None
    email: Annotated[Email | None, Field(description="Of a guest; customers are written to at their own.")] = None


class StopBody(Body):
    token: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[\w-]+$")]


class NoticeView(BaseModel):
    product_id: UUID
    sku: str | None
    handle: str
    asked_at: datetime


class NoticeList(BaseModel):
    items: list[NoticeView] = Field(description="The newest first; 50 at most.")
    next_cursor: None = None

    @classmethod
    def of(cls, waits: Sequence[Wait]) -> Self:
        items = [
            NoticeView(
                product_id=each.product_id,
                sku=None if each.sku == ANY else each.sku,
                handle=each.handle,
                asked_at=each.asked_at,
            )
            for each in waits
        ]
        return cls(items=items)
