"""A bank that exists only in this database, on connections and in transactions of its own, as slow as it is told.

It behaves as real ones do: charges by key, the same answer to the same key, answers that come too late.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from contracts.money import Money
from kit.errors import Kind, SoukError
from souk_order.domain.payments import Card
from souk_order.domain.refusals import NotASimulatedCard


class Behaviour(StrEnum):
    SUCCEEDS = "succeeds"
    DECLINES = "declines"
    CHALLENGES = "challenges"
    ANSWERS_LATE = "answers_late"
    REFUSES_CAPTURE = "refuses_capture"


CARDS: dict[str, Behaviour] = {
    "4242424242424242": Behaviour.SUCCEEDS,
    "4000000000000002": Behaviour.DECLINES,
    "4000002760003184": Behaviour.CHALLENGES,
    "4000000000000119": Behaviour.ANSWERS_LATE,
    "4000000000000341": Behaviour.REFUSES_CAPTURE,
}


CARD_KEPT_S = 24 * 3600.0


class KeyReused(SoukError):
    code = "key-reused"
    kind = Kind.UNPROCESSABLE

    def __init__(self) -> None:
        super().__init__("This key came with another amount or card before.", "Use one key for one charge.")


@dataclass(frozen=True, slots=True)
class BankCharge:
    state: str
    behaviour: Behaviour
    last4: str


_UNKNOWN_CARD = {"behaviour": Behaviour.DECLINES, "last4": ""}
_FIRST_STATE = {Behaviour.DECLINES: "declined", Behaviour.CHALLENGES: "challenged"}


class Row(Protocol):
    def __getitem__(self, column: str, /) -> Any: ...


class Ledger(Protocol):
    """The bank's own books; see storage/simulated_bank.py."""

    async def add_card(self, token: str, behaviour: str, last4: str, brand: str) -> None: ...
    async def forget_cards(self, older_than_s: float) -> None: ...
    async def find_card(self, token: str | None) -> Row | None: ...

    async def add_charge(
        self, key: str, token: str | None, amount: Money, behaviour: str, last4: str, state: str
    ) -> Row | None:
        """The first charge under this key, also when it came before."""
        ...

    async def find_charge(self, key: str) -> Row | None: ...
    async def void_charge(self, key: str) -> Row | None: ...

    async def move_charge(self, key: str, state: str, to: str, unless: str | None) -> Row | None:
        """Moves it only out of `state`, and not where the card behaves as `unless` says."""
        ...


class SimulatedBank:
    def __init__(self, ledger: Ledger, latency_s: float = 0.1, late_s: float = 6.0) -> None:
        self._ledger = ledger
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

    async def authorise(self, key: str, amount: Money, token: str | None) -> BankCharge:
        await asyncio.sleep(self._latency_s)
        known = await self._ledger.find_card(token) or _UNKNOWN_CARD
        behaviour = Behaviour(known["behaviour"])
        state = _FIRST_STATE.get(behaviour, "authorised")
        row = await self._ledger.add_charge(key, token, amount, behaviour, known["last4"], state)
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

    async def capture(self, key: str) -> BankCharge:
        return await self._moved(key, "authorised", "captured", unless=Behaviour.REFUSES_CAPTURE)

    async def void(self, key: str) -> BankCharge:
        """Also notes a key it never saw, so that an authorisation still on its way is refused."""
        await asyncio.sleep(self._latency_s)
        return _charge(await self._ledger.void_charge(key))

    async def _moved(self, key: str, state: str, to: str, unless: Behaviour | None = None) -> BankCharge:
        await asyncio.sleep(self._latency_s)
        return _charge(await self._ledger.move_charge(key, state, to, unless))


def _charge(row: Row | None) -> BankCharge:
    if row is None:
        raise LookupError("The bank has no charge under this key.")
    return BankCharge(row["state"], Behaviour(row["behaviour"]), row["last4"])
