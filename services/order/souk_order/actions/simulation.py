"""What a card provider would serve itself: the form for a card and the page that asks; in a shop on localhost."""

from __future__ import annotations

from souk_order.actions.deps import Deps
from souk_order.domain.payments import Card, ChallengeAnswer
from souk_order.domain.refusals import CardExpired, NoSimulatedChallenge, SimulationRefused
from souk_order.domain.simulation import BankQuestion
from souk_order.ports import SimulatedProvider

CARDS_PER_MINUTE = 60


async def keep_card(deps: Deps, number: str, expires: tuple[int, int], address: str) -> Card:
    """`expires` is (year, month)."""
    provider = _provider(deps)
    await deps.rates.hit("simulated-cards", address, most=CARDS_PER_MINUTE, per_s=60)
    now = deps.clock.now()
    if expires < (now.year, now.month):
        raise CardExpired
    return await provider.keep_card(number)


async def show_question(deps: Deps, challenge_id: str) -> BankQuestion:
    question = await _provider(deps).find_question(challenge_id)
    if question is None:
        raise NoSimulatedChallenge
    return question


async def answer_question(deps: Deps, challenge_id: str, answer: ChallengeAnswer) -> str:
    """Where the bank sends the shopper then; answered again, it is the first answer that counts."""
    back = await _provider(deps).answer_question(challenge_id, answer)
    if back is None:
        raise NoSimulatedChallenge
    return back


async def forget_old_cards(deps: Deps) -> None:
    if deps.simulated is not None:
        await deps.simulated.forget_cards()


def _provider(deps: Deps) -> SimulatedProvider:
    if deps.simulated is None:
        raise SimulationRefused
    return deps.simulated
