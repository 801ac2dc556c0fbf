"""Cash on delivery: nothing is held or taken before the parcel arrives, so there is nobody to ask."""

from __future__ import annotations

from contracts.money import Money
from souk_order.domain.payments import (
    Captured,
    CaptureRefused,
    ChallengeAnswer,
    ChargeState,
    Due,
    Refunded,
    RefundRefused,
    Voided,
)


class CashOnDelivery:
    async def authorise(self, key: str, amount: Money, token: str | None, return_url: str) -> ChargeState:
        return Due()

    async def find(self, key: str) -> ChargeState | None:
        return Due()

    async def answer(self, key: str, answer: ChallengeAnswer) -> ChargeState:
        return Due()

    async def capture(self, key: str) -> Captured | CaptureRefused:
        return CaptureRefused("Cash is collected by the carrier.", "Wait for the delivery.")

    async def void(self, key: str) -> Voided:
        return Voided()

    async def refund(self, key: str, refund_key: str, amount: Money) -> Refunded:
        raise RefundRefused(amount, Money(amount=0, currency=amount.currency))  # the shop never had it
