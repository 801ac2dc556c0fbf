from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from contracts.money import Money
from souk_cart.domain.cart import (
    Cart,
    CartFull,
    OutOfStock,
    TooManyOfOne,
    UnknownSku,
    merged,
    with_more,
    with_quantity,
    without,
    without_ordered,
)
from souk_cart.domain.checkout import (
    DeliveryNotOffered,
    DeliveryOption,
    DeliveryQuote,
    EmptyCart,
    NoLongerSold,
    NotDeliveredThere,
    check_buyable,
)
from souk_cart.domain.offers import Offer, Terms, lines_of, totals_of, weight_of

TERMS = Terms("INR", delivery_estimate=4900, free_delivery_from=99900)


def inr(paise: int) -> Money:
    return Money(amount=paise, currency="INR")


def an_offer(sku: str = "MUG", stock: int = 10, price: int = 50000, compare_at: int | None = None) -> Offer:
    return Offer(
        sku=sku,
        handle=sku.lower(),
        title=f"The {sku}",
        options={},
        image=None,
        price=inr(price),
        compare_at=inr(compare_at) if compare_at else None,
        stock=stock,
        purchasable=stock > 0,
        weight_grams=300,
    )


def a_cart(**quantities: int) -> Cart:
    return Cart(uuid4(), "guest:1", quantities)


def test_adding_adds_to_what_is_there() -> None:
    assert with_more(a_cart(MUG=2), an_offer(), "MUG", 3, most_lines=9).quantities == {"MUG": 5}


def test_more_than_the_stock_is_refused_with_what_is_left() -> None:
    with pytest.raises(OutOfStock) as refused:
        with_more(a_cart(MUG=2), an_offer(stock=4), "MUG", 3, most_lines=9)

    assert refused.value.facts == {"sku": "MUG", "wanted": 5, "left": 4}
    assert refused.value.code == "out-of-stock"


def test_what_is_not_sold_cannot_be_added() -> None:
    with pytest.raises(UnknownSku):
        with_more(a_cart(), None, "MUG", 1, most_lines=9)


def test_a_hundred_of_one_and_a_line_too_many_are_refused() -> None:
    with pytest.raises(TooManyOfOne):
        with_more(a_cart(MUG=99), an_offer(stock=500), "MUG", 1, most_lines=9)
    with pytest.raises(CartFull):
        with_more(a_cart(A=1, B=1), an_offer("C"), "C", 1, most_lines=2)


def test_lowering_is_allowed_even_when_less_is_left_or_the_article_is_gone() -> None:
    assert with_quantity(a_cart(MUG=9), an_offer(stock=1), "MUG", 3, most_lines=9).quantities == {"MUG": 3}
    assert with_quantity(a_cart(MUG=9), None, "MUG", 9, most_lines=9).quantities == {"MUG": 9}
    assert without(a_cart(MUG=9), "MUG").quantities == without(a_cart(), "MUG").quantities == {}


def test_a_merge_keeps_the_higher_quantity_up_to_stock() -> None:
    offers = {sku: an_offer(sku, stock=4) for sku in "ABC"}

    cart = merged(a_cart(A=1, B=3), a_cart(A=2, B=1, C=9), offers)

    assert cart.quantities == {"A": 2, "B": 3, "C": 4}


def test_a_merge_loses_nothing_that_is_sold_out_and_repeats_without_effect() -> None:
    mine, theirs = a_cart(A=5), a_cart(A=1, GONE=2)
    offers = {"A": an_offer("A", stock=0)}

    once = merged(mine, theirs, offers)

    assert once.quantities == {"A": 5, "GONE": 2}
    assert merged(once, theirs, offers) == once


def test_an_order_takes_what_was_ordered_and_leaves_what_was_added_since() -> None:
    assert without_ordered(a_cart(A=2, B=3, C=1), [("A", 2), ("B", 1), ("X", 1)]).quantities == {"B": 2, "C": 1}


def test_totals_count_what_can_be_had_and_estimate_delivery() -> None:
    offers = {"A": an_offer("A", price=20000, compare_at=25000), "B": an_offer("B", stock=0)}

    totals = totals_of(lines_of({"A": 2, "B": 1, "GONE": 1}, offers, "INR"), TERMS)

    assert (totals.subtotal, totals.savings, totals.delivery) == (inr(40000), inr(10000), inr(4900))
    assert (totals.total, totals.free_delivery_gap) == (inr(44900), inr(59900))


def test_delivery_is_free_from_the_threshold_on() -> None:
    totals = totals_of(lines_of({"A": 2}, {"A": an_offer("A", price=49950)}, "INR"), TERMS)

    assert (totals.delivery, totals.total, totals.free_delivery_gap) == (inr(0), inr(99900), None)


def test_an_empty_cart_has_no_delivery() -> None:
    totals = totals_of([], TERMS)

    assert (totals.total, totals.delivery, totals.free_delivery_gap) == (inr(0), None, None)


def test_every_line_says_what_is_wrong_with_it() -> None:
    offers = {
        "FEW": an_offer("FEW", stock=1),
        "OUT": an_offer("OUT", stock=0),
        "HIDDEN": replace(an_offer("HIDDEN"), purchasable=False),
        "FINE": an_offer("FINE", stock=11),
    }

    lines = lines_of({"FEW": 2, "OUT": 1, "HIDDEN": 1, "GONE": 1, "FINE": 1}, offers, "INR")

    assert [line.problem for line in lines] == ["only_some_left", "sold_out", "gone", "gone", None]
    assert [line.shown_stock for line in lines] == [1, 0, 0, 0, None]


def test_only_the_plain_delivery_becomes_free() -> None:
    day = date(2026, 11, 24)
    quote = DeliveryQuote(
        cash_on_delivery=True,
        options=tuple(DeliveryOption(code, code, inr(5900), day, day) for code in ("express", "standard")),
    )

    charged = quote.with_terms(TERMS, inr(99900))

    assert [(each.code, each.charge.amount) for each in charged.options] == [("express", 5900), ("standard", 0)]
    assert quote.with_terms(TERMS, inr(99899)) == quote
    assert quote.chosen("express").code == quote.chosen_or_first("drone").code == "express"
    with pytest.raises(DeliveryNotOffered):
        quote.chosen("drone")
    with pytest.raises(NotDeliveredThere):
        replace(quote, options=()).chosen("standard")


def test_a_checkout_with_a_line_that_cannot_be_had_is_refused_by_name() -> None:
    with pytest.raises(EmptyCart):
        check_buyable([])
    with pytest.raises(NoLongerSold):
        check_buyable(lines_of({"MUG": 1}, {}, "INR"))
    with pytest.raises(OutOfStock) as refused:
        check_buyable(lines_of({"MUG": 3}, {"MUG": an_offer(stock=2)}, "INR"))
    assert refused.value.facts["left"] == 2


def test_the_weight_is_of_what_can_be_had() -> None:
    assert weight_of(lines_of({"A": 2, "B": 1}, {"A": an_offer("A"), "B": an_offer("B", stock=0)}, "INR")) == 600
