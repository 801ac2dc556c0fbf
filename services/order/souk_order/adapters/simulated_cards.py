"""Card payments at the simulated bank; only where the shop's public address is this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from contracts.money import Money
from kit.errors import SoukError
from souk_order.adapters.simulated_bank import BankCharge, Behaviour, SimulatedBank
from souk_order.domain.payments import (
    Authorised,
    Captured,
    CaptureRefused,
    Card,
    ChallengeAnswer,
    Challenged,
    ChargeState,
    Confirm,
    Declined,
    ProviderSilent,
    Voided,
)

T = TypeVar("T")


class VoidRefused(SoukError):
    """The charge is captured: an order must not be undone around it."""

    code = "void-refused"


class SimulatedCards:
    def __init__(self, bank: SimulatedBank, deadline_s: float) -> None:
        self._bank = bank
        self._deadline_s = deadline_s

    async def keep_card(self, number: str) -> Card:
        return await self._in_time(self._bank.keep_card(number))

    async def forget_cards(self) -> None:
        await self._bank.forget_cards()

    async def authorise(self, key: str, amount: Money, token: str | None) -> ChargeState:
        return _state_of(await self._in_time(self._bank.authorise(key, amount, token)))

    async def find(self, key: str) -> ChargeState | None:
        charge = await self._in_time(self._bank.find(key))
        return _state_of(charge) if charge else None

    async def answer(self, key: str, answer: ChallengeAnswer) -> ChargeState:
        approved = answer is ChallengeAnswer.APPROVE
        return _state_of(await self._in_time(self._bank.answer(key, approved=approved)))

    async def capture(self, key: str) -> Captured | CaptureRefused:
        charge = await self._in_time(self._bank.capture(key))
        if charge.state == "captured":
            return Captured()
        return CaptureRefused(
            cause="The bank held the amount, but then refused to pay it. You are not charged.",
            fix="Pay with another card, or choose cash on delivery.",
        )

    async def void(self, key: str) -> Voided:
        charge = await self._in_time(self._bank.void(key))
        if charge.state != "voided":
            raise VoidRefused(f"The charge {key} is {charge.state}.", "Look at this order by hand.")
        return Voided()

    async def _in_time(self, call: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(self._deadline_s):
                return await call
        except TimeoutError as late:
            raise ProviderSilent("The simulated bank", self._deadline_s) from late


def _state_of(charge: BankCharge) -> ChargeState:
    last4 = charge.last4 or None
    match charge.state:
        case "authorised":
            return Authorised(last4)
        case "challenged":
            return Challenged(Confirm("Did you make this purchase? Your bank wants to know."), last4)
        case "declined":
            challenged = charge.behaviour is Behaviour.CHALLENGES
            return Declined(
                cause="The purchase was not approved." if challenged else "Your bank declined the card.",
                fix="Pay with another card, or choose cash on delivery.",
                last4=last4,
            )
        case "captured":
            return Captured()
        case _:
            return Voided()
