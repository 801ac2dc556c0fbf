"""The simulated bank behaves as a remote one: by key, late, and never twice."""

from __future__ import annotations

import asyncio

import pytest

from contracts.money import Money
from souk_order.actions import simulation
from souk_order.adapters.simulated_bank import CARDS, KeyReused, NotASimulatedCard, SimulatedBank
from souk_order.adapters.simulated_cards import SimulatedCards
from souk_order.domain.payments import (
    Authorised,
    Captured,
    CaptureRefused,
    ChallengeAnswer,
    Challenged,
    Declined,
    ProviderSilent,
    Refunded,
    RefundRefused,
    Voided,
)
from souk_order.testing.examples import inr
from souk_order.testing.kept import PostgresKept
from souk_order.testing.shop import ANSWERS_LATE, CHALLENGES, DECLINES, GOOD, REFUSES_CAPTURE, TAKES_AT_ONCE, OrderShop

PRICE = inr(49900)
BACK = "http://shop.example/back"


@pytest.fixture
def cards(kept: PostgresKept) -> SimulatedCards:
    return cards_with(kept, deadline_s=30)


def cards_with(kept: PostgresKept, deadline_s: float) -> SimulatedCards:
    bank = SimulatedBank(kept.ledger, told_nobody, latency_s=0, late_s=60)
    return SimulatedCards(bank, deadline_s, "http://bank.example/questions")


async def told_nobody(charge_key: str, state: str) -> None:
    return


async def authorised(cards: SimulatedCards, number: str = GOOD) -> object:
    return await cards.authorise("key", PRICE, (await cards.keep_card(number)).token, BACK)


async def test_a_key_is_one_charge_however_often_it_is_asked_for(cards: SimulatedCards, kept: PostgresKept) -> None:
    token = (await cards.keep_card(GOOD)).token

    charges = [await cards.authorise("key", PRICE, token, BACK) for _ in range(3)]

    assert charges == [Authorised("4242")] * 3
    assert [await cards.capture("key") for _ in range(2)] == [Captured(), Captured()]
    assert await kept.sql("select captures from simulated_charges") == 1


async def test_a_key_does_not_change_its_amount(cards: SimulatedCards) -> None:
    token = (await cards.keep_card(GOOD)).token
    await cards.authorise("key", PRICE, token, BACK)

    with pytest.raises(KeyReused):
        await cards.authorise("key", inr(1), token, BACK)


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


async def test_a_late_answer_is_silence_and_asking_by_key_finds_the_charge(
    cards: SimulatedCards, kept: PostgresKept
) -> None:
    token = (await cards.keep_card(ANSWERS_LATE)).token
    with pytest.raises(ProviderSilent):
        await cards_with(kept, deadline_s=1).authorise("key", PRICE, token, BACK)

    assert await cards.find("key") == Authorised("0119")


async def test_a_refused_capture_moves_no_money(cards: SimulatedCards) -> None:
    await authorised(cards, REFUSES_CAPTURE)

    assert isinstance(await cards.capture("key"), CaptureRefused)
    assert await cards.void("key") == Voided()


async def test_an_authorisation_that_arrives_after_its_void_holds_nothing(cards: SimulatedCards) -> None:
    assert await cards.void("key") == Voided()

    assert await authorised(cards) == Voided()
    assert isinstance(await cards.capture("key"), CaptureRefused)


async def test_what_is_captured_cannot_be_voided_and_the_void_says_so(cards: SimulatedCards) -> None:
    await authorised(cards)
    await cards.capture("key")

    assert await cards.void("key") == Captured("4242")


async def test_a_card_that_is_taken_at_once_is_captured_by_its_authorisation_alone(
    cards: SimulatedCards, kept: PostgresKept
) -> None:
    assert await authorised(cards, TAKES_AT_ONCE) == Captured("0077")

    assert await cards.capture("key") == Captured()
    assert await kept.sql("select captures from simulated_charges") == 1


async def test_a_refund_gives_back_a_part_or_all_of_what_was_taken(cards: SimulatedCards) -> None:
    await authorised(cards)
    await cards.capture("key")

    assert await cards.refund("key", "first", inr(10000)) == Refunded(inr(10000), left=inr(39900))
    assert await cards.refund("key", "second", inr(39900)) == Refunded(inr(39900), left=inr(0))


async def test_a_refund_key_is_one_refund_however_often_it_is_asked_for(cards: SimulatedCards) -> None:
    await authorised(cards)
    await cards.capture("key")

    answers = await asyncio.gather(*(cards.refund("key", "once", inr(30000)) for _ in range(8)))

    assert answers == [Refunded(inr(30000), left=inr(19900))] * 8
    with pytest.raises(KeyReused):
        await cards.refund("key", "once", inr(1))


async def test_nothing_is_refunded_beyond_what_was_captured_also_to_many_at_once(
    cards: SimulatedCards, kept: PostgresKept
) -> None:
    await authorised(cards)
    await cards.capture("key")

    asking = (cards.refund("key", f"refund {number}", inr(20000)) for number in range(8))
    answers = await asyncio.gather(*asking, return_exceptions=True)

    assert [type(answer) for answer in answers].count(Refunded) == 2
    refused = next(answer for answer in answers if isinstance(answer, RefundRefused))
    assert refused.facts["amount"] == inr(20000).model_dump()
    assert await kept.sql("select refunded from simulated_charges") == 40000


@pytest.mark.parametrize("amount", [inr(0), inr(-1), Money(amount=1, currency="EUR")])
async def test_a_refund_of_nothing_or_in_another_currency_is_refused(cards: SimulatedCards, amount: Money) -> None:
    await authorised(cards)
    await cards.capture("key")

    with pytest.raises(RefundRefused):
        await cards.refund("key", "refund", amount)


async def test_what_is_only_held_is_not_refunded(cards: SimulatedCards) -> None:
    await authorised(cards)

    with pytest.raises(RefundRefused) as refused:
        await cards.refund("key", "refund", PRICE)

    assert refused.value.facts["left"] == inr(0).model_dump()


async def test_no_number_of_a_card_is_kept_and_no_real_card_is_taken(cards: SimulatedCards, kept: PostgresKept) -> None:
    await cards.keep_card("4242 4242 4242 4242")
    with pytest.raises(NotASimulatedCard):
        await cards.keep_card("4111111111111111")

    rows = await kept.sql("select string_agg(c::text, ' ') from simulated_cards c")
    assert all(number not in rows for number in CARDS)


async def test_a_token_is_forgotten_after_a_day(real_shop: OrderShop, kept: PostgresKept) -> None:
    old, new = await real_shop.card(), await real_shop.card()
    await kept.sql("update simulated_cards set kept_at = now() - interval '25 hours' where token = $1", old)

    await simulation.forget_old_cards(real_shop.deps)

    assert await kept.sql("select array_agg(token) from simulated_cards") == [new]
