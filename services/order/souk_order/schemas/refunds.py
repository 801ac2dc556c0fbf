"""Refunds as staff asks for them, and as they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from contracts.cart import MAX_LINES, MAX_QUANTITY, MAX_SKU_LENGTH
from contracts.money import Money
from souk_order.domain.orders import Order
from souk_order.domain.quotes import Tax
from souk_order.domain.refunds import Refund, RefundState, Wanted, left_of


class AskLine(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sku: Annotated[str, Field(min_length=1, max_length=MAX_SKU_LENGTH)]
    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY)]


class AskRefund(BaseModel):
    """Lines by quantity, an amount beside them, or the whole of what is left."""

    model_config = ConfigDict(extra="forbid")

    whole: bool = False
    lines: Annotated[list[AskLine], Field(max_length=MAX_LINES)] = []
    other: Money | None = Field(default=None, description="Beside the lines: delivery, or for the trouble")
    restock: bool = Field(default=False, description="The goods of these lines came back and are for sale again")
    reason: Annotated[str, Field(max_length=500)] = ""

    @model_validator(mode="after")
    def _makes_sense(self) -> AskRefund:
        if len({line.sku for line in self.lines}) < len(self.lines):
            raise ValueError("Name each line once.")
        if self.whole and (self.lines or self.other):
            raise ValueError("The whole has its lines already.")
        if self.other is not None and self.other.amount <= 0:
            raise ValueError("An amount beside the lines is more than nothing.")
        return self

    def to_wanted(self) -> Wanted:
        lines = tuple((line.sku, line.quantity) for line in self.lines)
        return Wanted(lines, self.other, self.whole, self.restock, self.reason.strip())


class RefundedLineView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    sku: str
    title: str
    quantity: int
    amount: Money


class RefundView(BaseModel):
    """What the shopper sees of one."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    state: RefundState
    amount: Money
    lines: list[RefundedLineView]
    other: Money = Field(description="The amount without its lines: delivery, or for the trouble")
    asked_at: datetime
    ended_at: datetime | None


class TaxShare(BaseModel):
    name: str
    basis_points: int
    of: Money
    amount: Money

    @classmethod
    def of_tax(cls, tax: Tax) -> TaxShare:
        return cls(name=tax.name, basis_points=tax.basis_points, of=tax.of, amount=tax.amount)


class StaffRefundView(RefundView):
    taxes: list[TaxShare]
    restocked: bool
    reason: str
    asked_by: UUID

    @classmethod
    def of(cls, refund: Refund) -> StaffRefundView:
        return cls(
            **RefundView.model_validate(refund).model_dump(),
            taxes=[TaxShare.of_tax(tax) for tax in refund.taxes],
            restocked=refund.wanted.restock,
            reason=refund.wanted.reason,
            asked_by=refund.asked_by,
        )


class RefundBook(BaseModel):
    order_id: UUID
    number: str
    total: Money
    left: Money = Field(description="May still be given back")
    refunds: list[StaffRefundView]

    @classmethod
    def of(cls, order: Order, refunds: Sequence[Refund]) -> RefundBook:
        return cls(
            order_id=order.id,
            number=order.number,
            total=order.totals.total,
            left=left_of(order, refunds),
            refunds=[StaffRefundView.of(refund) for refund in refunds],
        )
