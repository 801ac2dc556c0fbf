"""Test cards, in a shop on localhost."""

from __future__ import annotations

from souk_order.actions.deps import Deps
from souk_order.domain.payments import Card
from souk_order.domain.refusals import CardExpired, SimulationRefused

CARDS_PER_MINUTE = 60


async def keep_card(deps: Deps, number: str, expires: tuple[int, int], address: str) -> Card:
    """Stands for the form that a card provider itself would serve; `expires` is (year, month)."""
    if deps.cards is None:
        raise SimulationRefused
    await deps.rates.hit("simulated-cards", address, most=CARDS_PER_MINUTE, per_s=60)
    now = deps.clock.now()
    if expires < (now.year, now.month):
        raise CardExpired
    return await deps.cards.keep_card(number)


async def forget_old_cards(deps: Deps) -> None:
    if deps.cards is not None:
        await deps.cards.forget_cards()
