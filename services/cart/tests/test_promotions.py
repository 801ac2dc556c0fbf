"""Which promotion gives what: every part of a total says its rule, and the parts always add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from offer_examples import NOW, TERMS, an_offer, inr, total

from kit.ids import uuid7
from souk_cart.domain.coupons import REFUSALS, check_accepted, refusal_of
from souk_cart.domain.offers import Line, lines_of
from souk_cart.domain.promotions import (
    AmountOff,
    BuyGet,
    Effect,
    FreeDelivery,
    PercentOff,
    Promotion,
    Reason,
    Scope,
    Uses,
)
from souk_cart.domain.shares import shared
from souk_cart.domain.totals import Coupon, Delivery, Totals

NOT_FREE = replace(TERMS, free_delivery_from=None)
TEA = Scope(categories=frozenset({"tea"}))


def a_promotion(effect: Effect, code: str | None = None, **more: Any) -> Promotion:
    return Promotion(uuid7(), f"The {code}", code, effect, **more)


def bag(**pieces: tuple[int, int]) -> list[Line]:
    """By SKU: how many, and the price of one; what begins with TEA lies in tea."""
    offers = {
        sku: replace(an_offer(sku, price=price, stock=99), categories=("food", "tea") if sku.startswith("TEA") else ())
        for sku, (_, price) in pieces.items()
    }
    return lines_of({sku: quantity for sku, (quantity, _) in pieces.items()}, offers, "INR")


def taken(totals: Totals) -> Mapping[str, int]:
    """By rule, of goods and delivery alike."""
    return {each.promotion.name: each.amount.amount for each in totals.discounts}


def problems(totals: Totals) -> Mapping[str, Reason | None]:
    return {coupon.code: coupon.problem for coupon in totals.coupons}


def test_a_percentage_is_shared_among_the_lines_to_the_last_paisa() -> None:
    totals = total(bag(A=(1, 333), B=(1, 333), C=(1, 334)), a_promotion(PercentOff(1000), "TEN"), terms=NOT_FREE)

    assert totals.discount == inr(100)
    assert [totals.off(sku).amount for sku in "ABC"] == [33, 33, 34]
    assert totals.total == inr(1000 - 100 + 4900)


def test_an_amount_takes_off_no_more_than_what_it_is_for_costs() -> None:
    tea = a_promotion(AmountOff(50000), "TEA500", scope=TEA)

    totals = total(bag(TEA=(1, 20000), MUG=(1, 30000)), tea, terms=NOT_FREE)

    assert (totals.discount, totals.off("TEA"), totals.off("MUG")) == (inr(20000), inr(20000), inr(0))


def test_of_three_pieces_the_cheapest_is_free_and_a_percentage_is_of_what_is_left() -> None:
    lines = bag(TEA1=(2, 10000), TEA2=(1, 5000), MUG=(1, 8000))

    totals = total(lines, a_promotion(PercentOff(1000)), a_promotion(BuyGet(2, 1), scope=TEA), terms=NOT_FREE)

    assert totals.off("TEA2") == inr(5000)
    assert totals.discount == inr(5000 + 2800)
    assert total(bag(TEA1=(2, 10000)), a_promotion(BuyGet(2, 1))).discount == inr(0)


def test_a_product_is_covered_by_its_handle_or_any_category_above_it() -> None:
    lines = bag(TEA=(1, 10000), MUG=(1, 8000))
    of_mug = Scope(products=frozenset({"mug"}))

    assert total(lines, a_promotion(PercentOff(5000), scope=Scope(frozenset({"food"})))).discount == inr(5000)
    assert total(lines, a_promotion(PercentOff(5000), scope=of_mug)).discount == inr(4000)


def test_free_delivery_is_of_the_standard_one_and_its_rule_is_named() -> None:
    lines, free = bag(MUG=(1, 50000)), a_promotion(FreeDelivery(), "FREE")

    standard = total(lines, free, delivery=Delivery(5900, inr(5900)))
    express = total(lines, free, delivery=Delivery(5900, inr(12900), is_standard=False))

    assert (standard.delivery, taken(standard), standard.total) == (inr(0), {"The FREE": 5900}, inr(50000))
    assert (express.delivery, problems(express)) == (inr(12900), {"FREE": Reason.NOTHING_TO_GIVE})
    assert express.standard_is_free, "so that it is shown among the deliveries"


def test_the_nearest_free_delivery_that_nobody_has_to_ask_for_says_what_is_missing() -> None:
    lines = bag(MUG=(1, 50000))
    from_600, by_code = (
        a_promotion(FreeDelivery(), minimum=60000),
        a_promotion(FreeDelivery(), "FREE", minimum=51000),
    )

    assert total(lines).free_delivery_gap == inr(49900)
    assert total(lines, from_600, by_code).free_delivery_gap == inr(10000)
    assert total(lines, a_promotion(FreeDelivery())).free_delivery_gap is None
    assert total(lines, terms=NOT_FREE).free_delivery_gap is None


def test_an_exclusive_one_goes_alone_and_the_better_way_counts() -> None:
    lines = bag(MUG=(1, 10000))
    ten, five = a_promotion(PercentOff(1000), "TEN"), a_promotion(PercentOff(500), "FIVE")
    half = a_promotion(PercentOff(5000), "HALF", is_exclusive=True)
    little = a_promotion(PercentOff(100), "LITTLE", is_exclusive=True)

    assert problems(total(lines, ten, five)) == {"TEN": None, "FIVE": None}
    assert problems(total(lines, ten, half)) == {"TEN": Reason.NOT_COMBINABLE, "HALF": None}
    assert problems(total(lines, ten, little)) == {"TEN": None, "LITTLE": Reason.NOT_COMBINABLE}


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ({"starts_at": NOW + timedelta(seconds=1)}, Reason.NOT_YET),
        ({"starts_at": NOW, "ends_at": NOW + timedelta(seconds=1)}, None),
        ({"ends_at": NOW}, Reason.ENDED),
        ({"is_paused": True}, Reason.PAUSED),
        ({"minimum": 10001}, Reason.MINIMUM_NOT_MET),
        ({"minimum": 10000}, None),
        ({"scope": TEA}, Reason.NOT_FOR_THESE),
        ({"limit": 2, "uses": Uses(2)}, Reason.USED_UP),
        ({"limit": 2, "uses": Uses(1)}, None),
        ({"limit": 2, "limit_per_shopper": 1, "uses": Uses(2, 1)}, Reason.USED_BY_YOU),
    ],
)
def test_a_code_that_gives_nothing_says_why(rule: Mapping[str, Any], reason: Reason | None) -> None:
    totals = total(bag(MUG=(1, 10000)), a_promotion(PercentOff(1000), "TEN", **rule))

    assert problems(totals) == {"TEN": reason}
    assert totals.discount == inr(1000 if reason is None else 0)


def test_a_code_that_nobody_knows_says_so_and_a_minimum_says_what_is_missing() -> None:
    rule = a_promotion(PercentOff(1000), "TEN", minimum=15000)

    totals = total(bag(MUG=(1, 10000)), rule, codes=["TEN", "TNE"])

    assert totals.coupons == (
        Coupon("TEN", "The TEN", Reason.MINIMUM_NOT_MET, inr(5000)),
        Coupon("TNE", None, Reason.UNKNOWN),
    )
    for coupon in totals.coupons:
        with pytest.raises(type(refusal_of(coupon.problem, coupon.code))) as refused:  # type: ignore[arg-type]
            check_accepted(coupon)
        assert refused.value.facts["coupon"] == coupon.code


def test_every_reason_has_words_and_a_code_of_its_own() -> None:
    assert set(REFUSALS) == set(Reason)
    assert len({refusal.code for refusal, _, _ in REFUSALS.values()}) == len(Reason)


@given(st.integers(0, 10**9), st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 10**7), min_size=1))
def test_shares_add_up_and_none_is_more_than_its_line(amount: int, weights: dict[str, int]) -> None:
    amount = min(amount, sum(weights.values()))

    parts = shared(amount, weights)

    assert sum(parts.values()) == amount
    assert all(0 <= parts[key] <= weights[key] for key in weights)


effects = st.one_of(
    st.builds(PercentOff, st.integers(1, 10_000)),
    st.builds(AmountOff, st.integers(1, 10**6)),
    st.builds(FreeDelivery),
    st.builds(BuyGet, st.integers(1, 4), st.integers(1, 3), st.integers(1, 10_000)),
)
rules = st.builds(
    a_promotion,
    effects,
    st.sampled_from([None, "A", "B"]),
    scope=st.sampled_from([Scope(), TEA, Scope(products=frozenset({"mug"}))]),
    minimum=st.sampled_from([0, 100, 5000]),
    is_exclusive=st.booleans(),
)
pieces = st.dictionaries(
    st.sampled_from(["TEA", "TEA2", "MUG", "POT"]), st.tuples(st.integers(1, 9), st.integers(0, 10**6)), max_size=4
)


@given(
    pieces,
    st.lists(rules, max_size=5, unique_by=lambda rule: rule.code or rule.id),
    st.integers(0, 20_000),
    st.booleans(),
)
def test_whatever_promotions_meet_the_parts_add_up_to_the_total_and_nothing_costs_less_than_nothing(
    wanted: dict[str, tuple[int, int]], promotions: Sequence[Promotion], charge: int, is_standard: bool
) -> None:
    lines = bag(**wanted)

    totals = total(lines, *promotions, delivery=Delivery(charge, inr(charge), is_standard))

    if not lines:
        assert totals.total == inr(0)
        return
    assert totals.delivery is not None
    off_goods = sum(each.amount.amount for each in totals.discounts if each.applies_to == "goods")
    off_delivery = sum(each.amount.amount for each in totals.discounts if each.applies_to == "delivery")
    assert totals.discount.amount == off_goods == sum(totals.off(line.sku).amount for line in lines)
    assert totals.delivery.amount == charge - off_delivery
    assert totals.total == totals.subtotal - totals.discount + totals.delivery
    assert all(0 <= totals.off(line.sku).amount <= line.price for line in lines)
    assert totals.delivery.amount >= 0
    assert all(each.amount.amount > 0 for each in totals.discounts)
    used: set[UUID | None] = {each.promotion.id for each in totals.discounts}
    by_id = {each.id: each for each in promotions}
    exclusive = [id_ for id_ in used if id_ in by_id and by_id[id_].is_exclusive]
    assert not exclusive or used <= {exclusive[0], None}
