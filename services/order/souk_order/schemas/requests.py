"""What is asked of orders, as it comes over the wire; what is answered stands in orders.py."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contracts.money import Money
from souk_order.actions.placing import OrderRequest
from souk_order.domain.payments import ChallengeAnswer, Method


class RequestBody(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PayByCard(RequestBody):
    method: Literal["card"]
    token: Annotated[str, Field(min_length=8, max_length=200)]


class PayOnDelivery(RequestBody):
    method: Literal["cash_on_delivery"]


PLACED = {
    "checkout_id": "0198c2f4-6a00-7000-8000-000000000001",
    "expected_total": {"amount": 149900, "currency": "INR"},
    "payment": {"method": "cash_on_delivery"},
}


class PlaceOrder(RequestBody):
    model_config = ConfigDict(json_schema_extra={"examples": [PLACED]})

    checkout_id: UUID
    expected_total: Money
    payment: Annotated[PayByCard | PayOnDelivery, Field(discriminator="method")]

    def to_request(self, address: str, language: str) -> OrderRequest:
        token = self.payment.token if isinstance(self.payment, PayByCard) else None
        method = Method(self.payment.method)
        return OrderRequest(self.checkout_id, self.expected_total, method, token, address, language)


class AnswerChallenge(RequestBody):
    answer: ChallengeAnswer


class AskLookup(RequestBody):
    number: Annotated[str, Field(min_length=1, max_length=40)]
    email: Annotated[str, Field(min_length=3, max_length=254)]


class TypedCode(RequestBody):
    code: Annotated[str, Field(min_length=1, max_length=20)]


class SimulatedCard(RequestBody):
    number: Annotated[str, StringConstraints(pattern=r"^[0-9][0-9 -]{10,30}$")]
    expiry_month: Annotated[int, Field(ge=1, le=12)]
    expiry_year: Annotated[int, Field(ge=2000, le=2100)]
    cvc: Annotated[str, StringConstraints(pattern=r"^[0-9]{3,4}$")]
    name: Annotated[str, Field(min_length=1, max_length=200)]
