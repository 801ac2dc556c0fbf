"""A bank that exists only in this database, on connections and in transactions of its own, as slow as it is told.

It behaves as real ones do: charges by key, the same answer to the same key, answers that come too late.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from contracts.money import Money
from kit.errors import Kind, SoukError
from souk_order.domain.payments import Card, Refunded, RefundRefused
from souk_order.domain.refusals import NotASimulatedCard


class Behaviour(StrEnum):
    SUCCEEDS = "succeeds"
    DECLINES = "declines"
    CHALLENGES = "challenges"  # by a question that the shop passes on
    REDIRECTS = "redirects"  # to a page of the bank's own
    TAKES_AT_ONCE = "takes_at_once"  # as many redirect methods do: nothing is held before
    ANSWERS_LATE = "answers_late"
    REFUSES_CAPTURE = "refuses_capture"


CARDS: dict[str, Behaviour] = {
    "4242424242424242": Behaviour.SUCCEEDS,
    "4000000000000002": Behaviour.DECLINES,
    "4000002760003184": Behaviour.CHALLENGES,
    "4000000000003220": Behaviour.REDIRECTS,
    "4000000000000077": Behaviour.TAKES_AT_ONCE,
    "4000000000000119": Behaviour.ANSWERS_LATE,
    "4000000000000341": Behaviour.REFUSES_CAPTURE,
}


CARD_KEPT_S = 24 * 3600.0


class KeyReused(SoukError):
    code = "key-reused"
    kind = Kind.UNPROCESSABLE

    def __init__(self) -> None:
        super().__init__("This key came with another amount or card before.", "Use one key for one charge or refund.")


@dataclass(frozen=True, slots=True)
class BankCharge:
    key: str
    state: str
    behaviour: Behaviour
    last4: str
    amount: int
    currency: str
    refunded: int
    challenge_id: str | None
    return_url: str | None

    @property
    def left(self) -> int:
        """To refund."""
        return self.amount - self.refunded if self.state == "captured" else 0


# Tells the shop by itself that a charge (key) has come to a state.
Tell: TypeAlias = Callable[[str, str], Awaitable[None]]

_UNKNOWN_CARD = {"behaviour": Behaviour.DECLINES, "last4": ""}
_FIRST_STATE = {
    Behaviour.DECLINES: "declined",
    Behaviour.CHALLENGES: "challenged",
    Behaviour.REDIRECTS: "challenged",
    Behaviour.TAKES_AT_ONCE: "captured",
}


class Row(Protocol):
    def __getitem__(self, column: str, /) -> Any: ...


class Ledger(Protocol):
    """The bank's own books; see storage/simulated_bank.py."""

    async def add_card(self, token: str, behaviour: str, last4: str, brand: str) -> None: ...
    async def forget_cards(self, older_than_s: float) -> None: ...
    async def find_card(self, token: str | None) -> Row | None: ...

    async def add_charge(
        self, key: str, token: str | None, amount: Money, behaviour: str, last4: str, state: str, challenge_id: str,
        return_url: str,
    ) -> Row | None:  # fmt: skip
        """The first charge under this key, also when it came before."""
        ...

    async def find_charge(self, key: str) -> Row | None: ...
    async def find_challenged(self, challenge_id: str) -> Row | None: ...
    async def void_charge(self, key: str) -> Row | None: ...

    async def move_charge(self, key: str, state: str, to: str, unless: str | None) -> Row | None:
        """Moves it only out of `state`, and not where the card behaves as `unless` says."""
        ...

    async def add_refund(self, key: str, charge: str, amount: int) -> bool:
        """True also when it came before under this key; False when more than what was taken would be given back."""
        ...

    async def find_refund(self, key: str) -> Row | None:
        """Its charge, its amount, and what is left of the charge."""
        ...


class SimulatedBank:
    def __init__(self, ledger: Ledger, tell: Tell, latency_s: float = 0.1, late_s: float = 6.0) -> None:
        self._ledger = ledger
        self._tell = tell
        self._latency_s = latency_s
        self._late_s = late_s

    async def keep_card(self, number: str) -> Card:
        """A token for a card; the number itself is not kept."""
        digits = number.replace(" ", "").replace("-", "")
        if digits not in CARDS:
            raise NotASimulatedCard(list(CARDS))
        card = Card(f"sim_{secrets.token_urlsafe(24)}", digits[-4:], "visa")
        await self._ledger.add_card(card.token, CARDS[digits], card.last4, card.brand)
        return card

    async def forget_cards(self) -> None:
        """A token is for one checkout; anyone may ask for one, so they must not pile up."""
        await self._ledger.forget_cards(CARD_KEPT_S)

    async def authorise(self, key: str, amount: Money, token: str | None, return_url: str) -> BankCharge:
        await asyncio.sleep(self._latency_s)
        known = await self._ledger.find_card(token) or _UNKNOWN_CARD
        behaviour = Behaviour(known["behaviour"])
        state = _FIRST_STATE.get(behaviour, "authorised")
        page = secrets.token_urlsafe(24)
        row = await self._ledger.add_charge(key, token, amount, behaviour, known["last4"], state, page, return_url)
        charge = _charge(row)
        if row and charge.state != "voided" and (row["amount"], row["token"]) != (amount.amount, token):
            raise KeyReused
        if behaviour is Behaviour.ANSWERS_LATE:
            await asyncio.sleep(self._late_s)
        return charge

    async def find(self, key: str) -> BankCharge | None:
        await asyncio.sleep(self._latency_s)
        row = await self._ledger.find_charge(key)
        return _charge(row) if row else None

    async def answer(self, key: str, *, approved: bool) -> BankCharge:
        return await self._moved(key, "challenged", "authorised" if approved else "declined")

    async def find_challenged(self, challenge_id: str) -> BankCharge | None:
        row = await self._ledger.find_challenged(challenge_id)
        return _charge(row) if row else None

    async def answer_page(self, challenge_id: str, *, approved: bool) -> BankCharge | None:
        """The shopper's answer on the bank's own page; the shop is told, once."""
        asked = await self.find_challenged(challenge_id)
        if asked is None or asked.state != "challenged":
            return asked
        answered = await self.answer(asked.key, approved=approved)
        await self._tell(answered.key, answered.state)
        return answered

    async def capture(self, key: str) -> BankCharge:
        return await self._moved(key, "authorised", "captured", unless=Behaviour.REFUSES_CAPTURE)

    async def void(self, key: str) -> BankCharge:
        """Also notes a key it never saw, so that an authorisation still on its way is refused."""
        await asyncio.sleep(self._latency_s)
        return _charge(await self._ledger.void_charge(key))

    async def refund(self, key: str, refund_key: str, amount: Money) -> Refunded:
        await asyncio.sleep(self._latency_s)
        charge = _charge(await self._ledger.find_charge(key))
        fits = amount.currency == charge.currency and amount.amount > 0
        if not fits or not await self._ledger.add_refund(refund_key, key, amount.amount):
            left = _charge(await self._ledger.find_charge(key)).left
            raise RefundRefused(amount, Money(amount=left, currency=charge.currency or amount.currency))
        kept = await self._ledger.find_refund(refund_key)
        if kept is None or (kept["charge"], kept["amount"]) != (key, amount.amount):
            raise KeyReused
        return Refunded(amount, Money(amount=kept["left"], currency=charge.currency))

    async def _moved(self, key: str, state: str, to: str, unless: Behaviour | None = None) -> BankCharge:
        await asyncio.sleep(self._latency_s)
        return _charge(await self._ledger.move_charge(key, state, to, unless))


def _charge(row: Row | None) -> BankCharge:
    if row is None:
        raise LookupError("The bank has no charge under this key.")
    return BankCharge(
        key=row["key"],
        state=row["state"],
        behaviour=Behaviour(row["behaviour"]),
        last4=row["last4"],
        amount=row["amount"],
        currency=row["currency"],
        refunded=row["refunded"],
        challenge_id=row["challenge_id"],
        return_url=row["return_url"],
    )
