"""The simulated bank behaves as a remote one: by key, late, and never twice."""

from __future__ import annotations

import pytest

from souk_order.actions import cards as card_actions
from souk_order.adapters.simulated_bank import CARDS, KeyReused, NotASimulatedCard, SimulatedBank
from souk_order.adapters.simulated_cards import SimulatedCards, VoidRefused
from souk_order.domain.payments import (
    Authorised,
    Captured,
    CaptureRefused,
    ChallengeAnswer,
    Challenged,
    Declined,
    ProviderSilent,
    Voided,
)
from souk_order.testing.examples import inr
from souk_order.testing.kept import PostgresKept
from souk_order.testing.shop import ANSWERS_LATE, CHALLENGES, DECLINES, GOOD, REFUSES_CAPTURE, OrderShop

PRICE = inr(49900)


@pytest.fixture
def cards(kept: PostgresKept) -> SimulatedCards:
    return SimulatedCards(SimulatedBank(kept.ledger, latency_s=0, late_s=60), deadline_s=0.2)


async def authorised(cards: SimulatedCards, number: str = GOOD) -> object:
    return await cards.authorise("key", PRICE, (await cards.keep_card(number)).token)


async def test_a_key_is_one_charge_however_often_it_is_asked_for(cards: SimulatedCards, kept: PostgresKept) -> None:
    token = (await cards.keep_card(GOOD)).token

    charges = [await cards.authorise("key", PRICE, token) for _ in range(3)]

    assert charges == [Authorised("4242")] * 3
    assert [await cards.capture("key") for _ in range(2)] == [Captured(), Captured()]
    assert await kept.sql("select captures from simulated_charges") == 1


async def test_a_key_does_not_change_its_amount(cards: SimulatedCards) -> None:
    token = (await cards.keep_card(GOOD)).token
    await cards.authorise("key", PRICE, token)

    with pytest.raises(KeyReused):
        await cards.authorise("key", inr(1), token)


async def test_the_bank_knows_nothing_of_a_key_it_never_heard(cards: SimulatedCards) -> None:
    assert await cards.find("key") is None


async def test_a_declined_card_says_what_to_do(cards: SimulatedCards) -> None:
    charge = await authorised(cards, DECLINES)

    assert isinstance(charge, Declined)
    assert (charge.last4, bool(charge.fix)) == ("0002", True)


@pytest.mark.parametrize(
    ("answer", "charge"), [(ChallengeAnswer.APPROVE, Authorised), (ChallengeAnswer.REJECT, Declined)]
)
async def test_a_challenge_is_decided_by_the_shopper_once(
    cards: SimulatedCards, answer: ChallengeAnswer, charge: type
) -> None:
    assert isinstance(await authorised(cards, CHALLENGES), Challenged)

    assert isinstance(await cards.answer("key", answer), charge)
    for again in ChallengeAnswer:
        assert isinstance(await cards.answer("key", again), charge)


async def test_a_late_answer_is_silence_and_asking_by_key_finds_the_charge(cards: SimulatedCards) -> None:
    with pytest.raises(ProviderSilent):
        await authorised(cards, ANSWERS_LATE)

    assert await cards.find("key") == Authorised("0119")


async def test_a_refused_capture_moves_no_money(cards: SimulatedCards) -> None:
    await authorised(cards, REFUSES_CAPTURE)

    assert isinstance(await cards.capture("key"), CaptureRefused)
    assert await cards.void("key") == Voided()


async def test_an_authorisation_that_arrives_after_its_void_holds_nothing(cards: SimulatedCards) -> None:
    assert await cards.void("key") == Voided()

    assert await authorised(cards) == Voided()
    assert isinstance(await cards.capture("key"), CaptureRefused)


async def test_what_is_captured_is_not_voided_in_silence(cards: SimulatedCards) -> None:
    await authorised(cards)
    await cards.capture("key")

    with pytest.raises(VoidRefused):
        await cards.void("key")


async def test_no_number_of_a_card_is_kept_and_no_real_card_is_taken(cards: SimulatedCards, kept: PostgresKept) -> None:
    await cards.keep_card("4242 4242 4242 4242")
    with pytest.raises(NotASimulatedCard):
        await cards.keep_card("4111111111111111")

    rows = await kept.sql("select string_agg(c::text, ' ') from simulated_cards c")
    assert all(number not in rows for number in CARDS)


async def test_a_token_is_forgotten_after_a_day(real_shop: OrderShop, kept: PostgresKept) -> None:
    old, new = await real_shop.card(), await real_shop.card()
    await kept.sql("update simulated_cards set kept_at = now() - interval '25 hours' where token = $1", old)

    await card_actions.forget_old_cards(real_shop.deps)

    assert await kept.sql("select array_agg(token) from simulated_cards") == [new]
