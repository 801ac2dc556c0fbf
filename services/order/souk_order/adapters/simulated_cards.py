"""Card payments at the simulated bank; only where the shop's public address is this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar
from urllib.parse import urlencode

from contracts.money import Money
from souk_order.adapters.simulated_bank import BankCharge, Behaviour, SimulatedBank
from souk_order.domain.payments import (
    Authorised,
    Captured,
    CaptureRefused,
    Card,
    Challenge,
    ChallengeAnswer,
    Challenged,
    ChargeState,
    Confirm,
    Declined,
    ProviderSilent,
    Redirect,
    Refunded,
    Voided,
)
from souk_order.domain.simulation import BankQuestion

T = TypeVar("T")


class SimulatedCards:
    def __init__(self, bank: SimulatedBank, deadline_s: float, pages: str) -> None:
        """`pages`: the address below which the bank shows its questions."""
        self._bank = bank
        self._pages = pages
        self._deadline_s = deadline_s

    async def keep_card(self, number: str) -> Card:
        return await self._in_time(self._bank.keep_card(number))

    async def forget_cards(self) -> None:
        await self._bank.forget_cards()

    async def find_question(self, challenge_id: str) -> BankQuestion | None:
        charge = await self._in_time(self._bank.find_challenged(challenge_id))
        if charge is None:
            return None
        amount = Money(amount=charge.amount, currency=charge.currency)
        return BankQuestion(amount, charge.last4, charge.state == "challenged", charge.return_url or "")

    async def answer_question(self, challenge_id: str, answer: ChallengeAnswer) -> str | None:
        """As real providers do, it writes an outcome into the address; the shop must not believe it."""
        approved = answer is ChallengeAnswer.APPROVE
        charge = await self._bank.answer_page(challenge_id, approved=approved)
        return f"{charge.return_url}?{urlencode({'status': charge.state})}" if charge else None

    async def authorise(self, key: str, amount: Money, token: str | None, return_url: str) -> ChargeState:
        return self._state_of(await self._in_time(self._bank.authorise(key, amount, token, return_url)))

    async def find(self, key: str) -> ChargeState | None:
        charge = await self._in_time(self._bank.find(key))
        return self._state_of(charge) if charge else None

    async def answer(self, key: str, answer: ChallengeAnswer) -> ChargeState:
        approved = answer is ChallengeAnswer.APPROVE
        return self._state_of(await self._in_time(self._bank.answer(key, approved=approved)))

    async def capture(self, key: str) -> Captured | CaptureRefused:
        charge = await self._in_time(self._bank.capture(key))
        if charge.state == "captured":
            return Captured()
        return CaptureRefused(
            cause="The bank held the amount, but then refused to pay it. You are not charged.",
            fix="Pay with another card, or choose cash on delivery.",
        )

    async def void(self, key: str) -> Voided | Captured:
        charge = await self._in_time(self._bank.void(key))
        return Captured(charge.last4) if charge.state == "captured" else Voided()

    async def refund(self, key: str, refund_key: str, amount: Money) -> Refunded:
        return await self._in_time(self._bank.refund(key, refund_key, amount))

    async def _in_time(self, call: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(self._deadline_s):
                return await call
        except TimeoutError as late:
            raise ProviderSilent("The simulated bank", self._deadline_s) from late

    def _state_of(self, charge: BankCharge) -> ChargeState:
        last4 = charge.last4 or None
        match charge.state:
            case "authorised":
                return Authorised(last4)
            case "challenged":
                return Challenged(self._challenge_of(charge), last4)
            case "declined":
                asked = charge.behaviour is not Behaviour.DECLINES
                return Declined(
                    cause="The purchase was not approved." if asked else "Your bank declined the card.",
                    fix="Pay with another card, or choose cash on delivery.",
                    last4=last4,
                )
            case "captured":
                return Captured(last4)
            case _:
                return Voided()

    def _challenge_of(self, charge: BankCharge) -> Challenge:
        if charge.behaviour is Behaviour.REDIRECTS:
            return Redirect(
                "Your bank asks you to approve this purchase on its own page.", f"{self._pages}/{charge.challenge_id}"
            )
        return Confirm("Did you make this purchase? Your bank wants to know.")
