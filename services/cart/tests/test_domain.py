import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from offer_examples import an_offer, inr, total

from contracts.cart import MAX_LINES, MAX_SKU_LENGTH
from contracts.money import Money
from souk_cart.domain.cart import (
    Cart,
    CartFull,
    CartTooHeavy,
    LeftOut,
    Limits,
    OutOfStock,
    TooManyOfOne,
    UnknownSku,
    merged,
    with_more,
    with_quantity,
    without,
    without_ordered,
)
from souk_cart.domain.offers import Offer, OtherCurrency, lines_of, weight_of
from testkit.system import ROOT

LIMITS = Limits()


def document_of(service: str) -> dict[str, Any]:
    return json.loads((ROOT / "contracts" / "openapi" / f"{service}.json").read_text("utf-8"))


def offering(**stock: int) -> dict[str, Offer]:
    return {sku: an_offer(sku, stock=left) for sku, left in stock.items()}


def a_cart(**quantities: int) -> Cart:
    return Cart(uuid4(), "guest:1", quantities)


def test_adding_adds_to_what_is_there() -> None:
    assert with_more(a_cart(MUG=2), offering(MUG=10), "MUG", 3, LIMITS, "INR").quantities == {"MUG": 5}


def test_more_than_the_stock_is_refused_with_what_is_left() -> None:
    with pytest.raises(OutOfStock) as refused:
        with_more(a_cart(MUG=2), offering(MUG=4), "MUG", 3, LIMITS, "INR")

    assert refused.value.facts == {"sku": "MUG", "wanted": 5, "left": 4}
    assert refused.value.code == "out-of-stock"


def test_what_is_not_sold_cannot_be_added() -> None:
    with pytest.raises(UnknownSku):
        with_more(a_cart(), {}, "MUG", 1, LIMITS, "INR")


def test_a_hundred_of_one_and_a_line_too_many_are_refused() -> None:
    with pytest.raises(TooManyOfOne):
        with_more(a_cart(MUG=99), offering(MUG=500), "MUG", 1, LIMITS, "INR")
    with pytest.raises(CartFull):
        with_more(a_cart(A=1, B=1), offering(C=1), "C", 1, Limits(lines=2), "INR")


def test_lowering_is_allowed_even_when_less_is_left_or_the_article_is_gone() -> None:
    assert with_quantity(a_cart(MUG=9), offering(MUG=1), "MUG", 3, LIMITS, "INR").quantities == {"MUG": 3}
    assert with_quantity(a_cart(MUG=9), {}, "MUG", 9, LIMITS, "INR").quantities == {"MUG": 9}
    assert without(a_cart(MUG=9), "MUG").quantities == without(a_cart(), "MUG").quantities == {}


def test_a_merge_keeps_the_higher_quantity_up_to_stock() -> None:
    offers = {sku: an_offer(sku, stock=4) for sku in "ABC"}

    cart, left_out = merged(a_cart(A=1, B=3), a_cart(A=2, B=1, C=9), offers, LIMITS)

    assert left_out == ()
    assert cart.quantities == {"A": 2, "B": 3, "C": 4}


def test_a_merge_loses_nothing_that_is_sold_out_and_repeats_without_effect() -> None:
    mine, theirs = a_cart(A=5), a_cart(A=1, GONE=2)
    offers = {"A": an_offer("A", stock=0)}

    once, _ = merged(mine, theirs, offers, LIMITS)

    assert once.quantities == {"A": 5, "GONE": 2}
    assert merged(once, theirs, offers, LIMITS) == (once, ())


def test_a_merge_keeps_to_the_limit_of_lines_and_says_what_it_left_out() -> None:
    mine, theirs = a_cart(A=1, B=1), a_cart(B=2, C=3, D=1)

    cart, left_out = merged(mine, theirs, offering(A=9, B=9, C=9, D=9), Limits(lines=3))

    assert cart.quantities == {"A": 1, "B": 2, "C": 3}
    assert left_out == (LeftOut("D", 1, "too_many_lines"),)
    assert merged(cart, theirs, offering(A=9, B=9, C=9, D=9), Limits(lines=3)) == (cart, left_out)


def test_a_merge_keeps_to_what_a_parcel_carries_and_says_what_it_left_out() -> None:
    mine, theirs = a_cart(A=2), a_cart(A=1, B=3, C=1, GONE=4)

    cart, left_out = merged(mine, theirs, offering(A=9, B=9, C=9), Limits(grams=1200))

    assert cart.quantities == {"A": 2, "B": 2, "GONE": 4}
    assert left_out == (LeftOut("B", 1, "too_heavy"), LeftOut("C", 1, "too_heavy"))


@given(
    mine=st.dictionaries(st.sampled_from("ABCDEF"), st.integers(1, 99)),
    theirs=st.dictionaries(st.sampled_from("ABCDEF"), st.integers(1, 99)),
    lines=st.integers(1, 6),
    grams=st.integers(0, 60_000),
)
def test_a_merge_never_passes_a_limit_nor_takes_anything_away(
    mine: dict[str, int], theirs: dict[str, int], lines: int, grams: int
) -> None:
    offers, limits = offering(A=99, B=99, C=99, D=99, E=99, F=0), Limits(lines, grams)

    cart, left_out = merged(Cart(uuid4(), "customer:1", mine), Cart(uuid4(), "guest:1", theirs), offers, limits)

    def weight(quantities: Mapping[str, int]) -> int:
        return weight_of(lines_of(quantities, offers, "INR"))

    assert len(cart.quantities) <= max(lines, len(mine))
    assert weight(cart.quantities) <= max(grams, weight(mine))
    left = {each.sku: each.quantity for each in left_out}
    for sku in {**mine, **theirs}:
        assert cart.quantities.get(sku, 0) >= mine.get(sku, 0)
        assert cart.quantities.get(sku, 0) + left.get(sku, 0) == max(mine.get(sku, 0), theirs.get(sku, 0))


def test_a_bag_heavier_than_a_parcel_is_refused_where_it_can_be_changed() -> None:
    with pytest.raises(CartTooHeavy) as refused:
        with_more(a_cart(MUG=3), offering(MUG=50), "MUG", 1, Limits(grams=1000), "INR")

    assert refused.value.facts == {"grams": 1200, "most_grams": 1000}
    assert with_quantity(a_cart(MUG=9), offering(MUG=50), "MUG", 8, Limits(grams=1000), "INR").item_count == 8


def test_what_a_bag_may_hold_is_taken_all_the_way_to_the_parcel() -> None:
    product, logistics = document_of("product"), document_of("logistics")

    (skus,) = product["paths"]["/api/v1/offers"]["get"]["parameters"]
    assert skus["schema"]["items"]["maxLength"] >= MAX_SKU_LENGTH
    assert skus["schema"]["maxItems"] >= MAX_LINES
    assert product["components"]["schemas"]["Reserve"]["properties"]["lines"]["maxItems"] >= MAX_LINES
    assert logistics["components"]["schemas"]["AskQuote"]["properties"]["weight_grams"]["maximum"] == LIMITS.grams


def test_an_article_priced_in_another_currency_is_no_part_of_the_total_and_cannot_be_added() -> None:
    foreign = {"A": replace(an_offer("A"), price=Money(amount=1, currency="EUR"))}

    assert total(lines_of({"A": 1}, foreign, "INR")).subtotal == inr(0)
    with pytest.raises(OtherCurrency):
        with_more(a_cart(), foreign, "A", 1, LIMITS, "INR")
    assert with_quantity(a_cart(A=3), foreign, "A", 2, LIMITS, "INR").item_count == 2


def test_an_order_takes_what_was_ordered_and_leaves_what_was_added_since() -> None:
    assert without_ordered(a_cart(A=2, B=3, C=1), [("A", 2), ("B", 1), ("X", 1)]).quantities == {"B": 2, "C": 1}
