"""What a card provider would serve itself: the form for a card and a page that asks the shopper; only on localhost."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path
from fastapi.responses import HTMLResponse, RedirectResponse

from kit.http.auth import Anyone
from kit.http.refusals import refuses
from kit.http.router import ClientAddress, Router
from souk_order.actions import simulation
from souk_order.domain.payments import ChallengeAnswer, ProviderSilent
from souk_order.domain.refusals import CardExpired, NoSimulatedChallenge, NotASimulatedCard, SimulationRefused
from souk_order.routes.bank_page import bank_page
from souk_order.routes.deps import OrderDeps
from souk_order.schemas.orders import CardView
from souk_order.schemas.requests import SimulatedCard

router = Router()
ChallengeId = Annotated[str, Path(max_length=100)]


@router.post("/simulated-cards", status_code=201)
@refuses(SimulationRefused, NotASimulatedCard, CardExpired, ProviderSilent)
async def keep_card(card: SimulatedCard, _: Anyone, address: ClientAddress, deps: OrderDeps) -> CardView:
    """A token for one of the test cards; only in a shop on localhost."""
    expires = (card.expiry_year, card.expiry_month)
    return CardView.of(await simulation.keep_card(deps, card.number, expires, address))


@router.get("/simulated-bank/{challenge_id}", response_class=HTMLResponse)
@refuses(SimulationRefused, NoSimulatedChallenge, ProviderSilent)
async def show_bank_page(challenge_id: ChallengeId, _: Anyone, deps: OrderDeps) -> HTMLResponse:
    """The simulated bank's page, to which a challenge of kind redirect leads."""
    return HTMLResponse(bank_page(challenge_id, await simulation.show_question(deps, challenge_id)))


@router.post("/simulated-bank/{challenge_id}/{answer}", status_code=303, response_class=RedirectResponse)
@refuses(SimulationRefused, NoSimulatedChallenge, ProviderSilent)
async def answer_on_bank_page(
    challenge_id: ChallengeId, answer: ChallengeAnswer, _: Anyone, deps: OrderDeps
) -> RedirectResponse:
    """The bank tells the shop, and sends the shopper back to it."""
    return RedirectResponse(await simulation.answer_question(deps, challenge_id, answer), status_code=303)
