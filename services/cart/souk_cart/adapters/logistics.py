"""Delivery options and charges, as the logistics service quotes them."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from pydantic import BaseModel, ConfigDict

from contracts.money import Money
from kit.calls.client import Calls, Refused, Unavailable
from kit.calls.codes import codes
from souk_cart.domain.checkout import (
    DeliveryOption,
    DeliveryQuote,
    DeliveryRefused,
    DeliveryUnavailable,
    NotDeliveredThere,
    Parcel,
)

WRONG_PLACE = codes("logistics", "unknown-country", "unknown-postal-code", "malformed-postal-code")
# Refused for what was asked: no outage, and the same tomorrow.
UNDERSTOOD = codes("logistics", "other-currency", "invalid-request", "text-unstorable")


class DeliveryOptionReply(BaseModel):
    model_config = ConfigDict(extra="ignore")

    code: str
    name: str
    charge: Money
    earliest: date
    latest: date

    def to_option(self) -> DeliveryOption:
        return DeliveryOption(self.code, self.name, self.charge, self.earliest, self.latest)


class DeliveryQuoteReply(BaseModel):
    model_config = ConfigDict(extra="ignore")

    serviceable: bool
    cash_on_delivery: bool
    options: list[DeliveryOptionReply]


class LogisticsDelivery:
    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def quote(self, parcel: Parcel) -> DeliveryQuote:
        try:
            # A quote changes nothing, so it may be asked again: the key only says that.
            reply = await self._calls.to("logistics").post(
                "/quotes", json=parcel, key=str(uuid4()), reply=DeliveryQuoteReply
            )
        except Refused as refused:
            if refused.problem.code in WRONG_PLACE:
                raise NotDeliveredThere(refused.cause, refused.fix) from refused
            if refused.problem.code in UNDERSTOOD:
                raise DeliveryRefused(refused.cause, refused.fix) from refused
            raise DeliveryUnavailable from refused
        except Unavailable as error:
            raise DeliveryUnavailable from error
        if not reply.serviceable or not reply.options:
            raise NotDeliveredThere
        for option in reply.options:
            if option.charge.currency != parcel.subtotal.currency:
                sold_in = parcel.subtotal.currency
                raise DeliveryRefused(f"it is charged in {option.charge.currency}, and sold in {sold_in}.")
        return DeliveryQuote(reply.cash_on_delivery, tuple(option.to_option() for option in reply.options))
