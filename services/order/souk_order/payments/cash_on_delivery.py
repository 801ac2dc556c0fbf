"""Cash on delivery: nothing is held or taken before the parcel arrives, so there is nobody to ask."""

from __future__ import annotations

from contracts.money import Money
from souk_order.payments.provider import Captured, CaptureRefused, Due, Standing, Voided
from souk_order.steps import ChallengeAnswer


class CashOnDelivery:
    async def authorise(self, key: str, amount: Money, token: str | None) -> Standing:
        return Due()

    async def find(self, key: str) -> Standing | None:
        return Due()

    async def answer(self, key: str, answer: ChallengeAnswer) -> Standing:
        return Due()

    async def capture(self, key: str) -> Captured | CaptureRefused:
        return CaptureRefused("Cash is collected by the carrier.", "Wait for the delivery.")

    async def void(self, key: str) -> Voided:
        return Voided()
